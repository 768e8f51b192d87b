#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace core::expressions {

// AWS checks a well-formed expression in several passes and reports the first pass's error, so an
// error seen later may win. In this order; those from undefined_name on are looked for condition by
// condition, in a condition of several.
enum class Fault {
  redundant_parentheses,
  unknown_function,
  misused_function,
  reserved_word,
  limit,
  repeated_section,
  undefined_name,
  undefined_value,
  overlapping_paths,
  conflicting_paths,
  section_operand,
  operand_count,
  same_operands,
  operand_type,
};

// Keeps the one fault that is to be reported.
class Faults {
 public:
  // `parameter`: the expression's name, for the front of the text; empty: there is no such front.
  explicit Faults(std::string_view parameter) : parameter_(parameter) {}

  // `text` without "Invalid …Expression: ".
  void note(Fault fault, std::string_view text);
  // Of a text that may be long, and that only the fault to be reported needs.
  template <class MakeText>
  requires std::is_invocable_v<MakeText>
  void note(Fault fault, MakeText make_text) {
    if (outranks(fault)) note(fault, std::string_view(make_text()));
  }
  // What is noted from here on belongs to the next condition.
  void next_condition() { ++condition_; }
  // Throws ApiError(validation) if there is a fault.
  void raise() const;

 private:
  using Rank = std::tuple<int, int, int>;

  Rank rank_of(Fault fault) const;
  // Whether it would be kept.
  bool outranks(Fault fault) const { return !rank_ || rank_of(fault) < *rank_; }

  std::string_view parameter_;
  int condition_ = 0;
  std::optional<Rank> rank_;
  std::string text_;
};

[[noreturn]] void throw_invalid(std::string_view parameter, std::string_view text);

}  // namespace core::expressions
