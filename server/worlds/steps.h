#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <utility>

namespace server::worlds {

// Work that is done a piece at a time, however much there is.
class Steps {
 public:
  // Is called until it answers false, when all before it did. It may add others.
  void add(std::function<bool()> step) { steps_.push_back(std::move(step)); }
  // Does a piece; false when there is none left.
  bool take() {
    if (!steps_.empty() && !steps_.front()()) steps_.pop_front();
    return !steps_.empty();
  }
  // Takes so many pieces at most; false when there is none left.
  bool take(int pieces) {
    while (pieces-- > 0 && take()) {
    }
    return !empty();
  }
  bool empty() const { return steps_.empty(); }
  void clear() { steps_.clear(); }

 private:
  std::deque<std::function<bool()>> steps_;
};

// A piece of the plans, which add steps, or of these when all is planned; false when nothing is
// left.
inline bool take(Steps& plans, Steps& steps) {
  if (plans.empty()) return steps.take();
  plans.take();
  return true;
}

// How many of the things that a scope has are noted, planned or listed in a piece: a tenth of a
// millisecond, or a few where something is stored for each.
inline constexpr std::size_t kPage = 100;
// What has no more than this many pages is dealt with in one turn of the event loop.
inline constexpr int kPagesAtOnce = 50;

// A step that does something to all things of a kind, of which there may be others the next time it
// is called: `list` answers those behind a name, kPage at most, in the order of their names.
template <class List, class NameOf, class Act>
std::function<bool()> by_pages(List list, NameOf name_of, Act act) {
  return [list = std::move(list), name_of = std::move(name_of), act = std::move(act),
          after = std::string()]() mutable {
    const auto page = list(after);
    const bool is_last = page.size() < kPage;
    if (!is_last) after = name_of(page.back());
    for (const auto& each : page) act(each);
    return !is_last;
  };
}

}  // namespace server::worlds
