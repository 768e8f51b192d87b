#pragma once

#include "core/attribute_value.h"
#include "server/operations/partiql/prepared_statement.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// NextToken of ExecuteStatement: base64 of {"Statement": a digest, "Range": a number, "After": the
// last position}. Everything is in it, so it is good after a restart.
namespace server::operations {

// Where a SELECT goes on.
struct ReadPosition {
  std::size_t range = 0;            // of its plan
  std::optional<core::Item> after;  // nullopt: from the range's beginning
};

std::string next_token(const PreparedStatement& prepared, const ReadPosition& position);

// Throws ApiError(validation) for what is no token, and for another statement's or other
// parameters'.
ReadPosition read_next_token(std::string_view token, const PreparedStatement& prepared);

[[noreturn]] void throw_invalid_next_token();

}  // namespace server::operations
