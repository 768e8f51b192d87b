#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

// Holding a filter against an event may take long: hundreds of tests against each of ten thousands
// of elements. So it is counted, and done in pieces: it breaks off when the steps that it was
// granted are taken, and goes on from there when it is called again with the same filter and event.
//
// All of it is loops within loops, and what is kept of a piece is how far each of them had come,
// the outermost first. The next piece enters each loop where it broke off. For that, what runs in
// one turn of a loop must hold one other loop at most, always the same for that turn.
namespace lambda_host {

enum class Verdict { no, yes, unfinished };

inline Verdict verdict(bool matches) {
  return matches ? Verdict::yes : Verdict::no;
}
inline Verdict opposite(Verdict verdict) {
  if (verdict == Verdict::unfinished) return verdict;
  return verdict == Verdict::yes ? Verdict::no : Verdict::yes;
}

// The steps of one filter and one event. A step takes about as long as to parse a byte.
class MatchSteps {
 public:
  static constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

  explicit MatchSteps(std::size_t granted = kUnlimited) : left_(granted) {}

  // For the next piece. At least one turn of a loop gets done, however few they are.
  void grant(std::size_t steps) {
    left_ = steps;
    has_moved_ = false;
  }
  std::size_t left() const { return left_; }
  void spend(std::size_t steps) { left_ -= std::min(left_, steps); }

  // Whether matches(i) is yes for one, or for all, of 0 … count - 1; asked in this order, and no
  // further than to where that is known.
  template <class Matches>
  Verdict any_of(std::size_t count, Matches matches) {
    return loop(Verdict::no, count, matches);
  }
  template <class Matches>
  Verdict all_of(std::size_t count, Matches matches) {
    return loop(Verdict::yes, count, matches);
  }

 private:
  // Goes on while the verdict is `usual`.
  template <class Matches>
  Verdict loop(Verdict usual, std::size_t count, Matches matches) {
    const std::size_t depth = depth_++;
    if (depth == places_.size()) places_.push_back(0);
    Verdict met = usual;
    while (met == usual && places_[depth] < count) {
      met = must_pause() ? Verdict::unfinished : matches(places_[depth]);
      if (met == usual) move_on(depth);
    }
    --depth_;
    if (met != Verdict::unfinished) places_.resize(depth);
    return met;
  }
  bool must_pause() const { return left_ == 0 && has_moved_; }
  void move_on(std::size_t depth) {
    ++places_[depth];
    has_moved_ = true;
    spend(1);
  }

  std::size_t left_;
  bool has_moved_ = false;           // in this piece
  std::size_t depth_ = 0;            // how many loops are entered
  std::vector<std::size_t> places_;  // theirs, and of those that the last piece broke off
};

}  // namespace lambda_host
