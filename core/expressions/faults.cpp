#include "core/expressions/faults.h"

#include "core/api_error.h"

#include <fmt/format.h>

namespace core::expressions {

void Faults::note(Fault fault, std::string_view text) {
  const bool per_condition = fault >= Fault::undefined_name;
  const Rank rank = per_condition ? Rank{1, condition_, static_cast<int>(fault)}
                                  : Rank{0, 0, static_cast<int>(fault)};
  if (rank_ && *rank_ <= rank) return;
  rank_ = rank;
  text_ = text;
}

void Faults::raise() const {
  if (rank_) throw_invalid(parameter_, text_);
}

void throw_invalid(std::string_view parameter, std::string_view text) {
  if (parameter.empty()) throw_validation(std::string(text));
  throw_validation(fmt::format("Invalid {}: {}", parameter, text));
}

}  // namespace core::expressions
