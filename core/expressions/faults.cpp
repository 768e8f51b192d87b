#include "core/expressions/faults.h"

#include "core/api_error.h"

#include <fmt/format.h>

namespace core::expressions {

Faults::Rank Faults::rank_of(Fault fault) const {
  const bool per_condition = fault >= Fault::undefined_name;
  return per_condition ? Rank{1, condition_, static_cast<int>(fault)}
                       : Rank{0, 0, static_cast<int>(fault)};
}

void Faults::note(Fault fault, std::string_view text) {
  if (!outranks(fault)) return;
  rank_ = rank_of(fault);
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
