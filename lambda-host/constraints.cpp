#include "lambda-host/constraints.h"

#include "core/untyped_error.h"
#include "core/utf16.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace lambda_host {

void throw_invalid_parameter(std::string message) {
  throw core::ApiError(core::ErrorCode::invalid_parameter_value, std::move(message));
}

void throw_untyped_invalid_parameter(std::string message) {
  throw core::UntypedError(core::ErrorCode::invalid_parameter_value, std::move(message));
}

void Constraints::violated(std::string_view value, std::string_view member, std::string_view rule) {
  violations_.push_back(fmt::format(
      "Value '{}' at '{}' failed to satisfy constraint: Member must {}", value, member, rule));
}

void Constraints::missing(std::string_view member) {
  violations_.push_back(fmt::format(
      "Value null at '{}' failed to satisfy constraint: Member must not be null", member));
}

void Constraints::map_violated(std::string_view value, std::string_view member,
                               std::string_view part, std::string_view rules) {
  violations_.push_back(
      fmt::format("Value '{}' at '{}' failed to satisfy constraint: Map {} must satisfy "
                  "constraint: [{}]",
                  value, member, part, rules));
}

void Constraints::check_range(std::int64_t value, std::string_view member, std::int64_t low,
                              std::int64_t high) {
  const std::string text = std::to_string(value);
  if (value < low)
    violated(text, member, fmt::format("have value greater than or equal to {}", low));
  if (value > high)
    violated(text, member, fmt::format("have value less than or equal to {}", high));
}

void Constraints::check_length(std::string_view value, std::string_view member, std::size_t high) {
  if (core::utf16_length(value) <= high) return;
  violated(value, member, fmt::format("have length less than or equal to {}", high));
}

void Constraints::check_one_of(std::string_view value, std::string_view member,
                               std::initializer_list<std::string_view> allowed) {
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return;
  violated(value, member, fmt::format("satisfy enum value set: [{}]", fmt::join(allowed, ", ")));
}

void Constraints::require_none() const {
  if (violations_.empty()) return;
  core::throw_validation(fmt::format("{} validation error{} detected: {}", violations_.size(),
                                     violations_.size() == 1 ? "" : "s",
                                     fmt::join(violations_, "; ")));
}

}  // namespace lambda_host
