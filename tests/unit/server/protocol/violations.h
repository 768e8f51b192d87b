#pragma once

#include "core/api_error.h"
#include "server/protocol/constraints.h"
#include "server/protocol/deserialize.h"
#include "server/protocol/front_end.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

// What is said of a body that breaks its operation's constraints.
namespace server::protocol::testing {

// The whole message, or nothing when the body satisfies its model.
inline std::string message_of(const std::string& target, std::string body,
                              core::ErrorCode code = core::ErrorCode::validation) {
  const auto document = core::json::Document::parse(std::move(body));
  const InputShape& input = *find_input_shape(target);
  check_types(document.root(), input.shape);
  try {
    check_constraints(document.root(), input, front_end_of(document, input), code);
  } catch (const core::ApiError& error) {
    CHECK(error.code() == code);
    return error.message();
  }
  return "";
}

inline std::string dynamodb(const std::string& operation, std::string body) {
  return message_of("DynamoDB_20120810." + operation, std::move(body));
}

inline std::string one(const std::string& violation) {
  return "1 validation error detected: " + violation;
}

inline std::string failed(const std::string& where, const std::string& constraint) {
  return "Value " + where + " failed to satisfy constraint: " + constraint;
}

inline const std::string kKey = R"("Key":{"a":{"S":"b"}})";
inline const std::string kNotNull = "Member must not be null";
inline const std::string kNamePattern =
    "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";

}  // namespace server::protocol::testing
