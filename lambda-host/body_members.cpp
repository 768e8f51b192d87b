#include "lambda-host/body_members.h"

#include "core/api_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace lambda_host {
namespace {

using core::json::Kind;
using core::json::Object;
using core::json::Value;

[[noreturn]] void throw_serialization(std::string message) {
  throw core::ApiError(core::ErrorCode::serialization, std::move(message));
}

[[noreturn]] void throw_wrong_type(const Value& value, std::string_view wanted) {
  std::string_view found;
  switch (value.kind()) {
    case Kind::null: found = "NULL_VALUE"; break;
    case Kind::boolean: found = value.boolean() ? "TRUE_VALUE" : "FALSE_VALUE"; break;
    case Kind::number: found = "NUMBER_VALUE"; break;
    case Kind::string: found = "STRING_VALUE"; break;
    case Kind::array: throw_serialization("Unrecognized collection type class java.lang.String");
    case Kind::object: throw_serialization("Start of structure or map found where not expected.");
  }
  throw_serialization(fmt::format("{} can not be converted to {}", found, wanted));
}

std::string string_of(const Value& value) {
  if (!value.is(Kind::string)) throw_wrong_type(value, "a String");
  return std::string(value.string());
}

}  // namespace

std::optional<std::string> body_string(const Object& body, std::string_view name) {
  const auto value = body.find(name);
  if (!value) return std::nullopt;
  return string_of(*value);
}

std::optional<int> body_int(const Object& body, std::string_view name) {
  const auto value = body.find(name);
  if (!value) return std::nullopt;
  if (!value->is(Kind::number)) throw_wrong_type(*value, "an Integer");
  constexpr auto kLow = std::int64_t{std::numeric_limits<int>::min()};
  constexpr auto kHigh = std::int64_t{std::numeric_limits<int>::max()};
  if (const auto whole = value->whole()) return static_cast<int>(std::clamp(*whole, kLow, kHigh));
  // As AWS's JSON reader does, a fraction is cut off.
  const double number = value->number();
  return static_cast<int>(
      std::clamp(number, static_cast<double>(kLow), static_cast<double>(kHigh)));
}

std::optional<bool> body_bool(const Object& body, std::string_view name) {
  const auto value = body.find(name);
  if (!value) return std::nullopt;
  if (!value->is(Kind::boolean)) throw_wrong_type(*value, "a Boolean");
  return value->boolean();
}

std::optional<Object> body_object(const Object& body, std::string_view name) {
  const auto value = body.find(name);
  if (!value) return std::nullopt;
  if (!value->is(Kind::object)) {
    throw_serialization("Expected a structure or map for member " + std::string(name));
  }
  return value->object();
}

std::optional<core::json::Array> body_array(const Object& body, std::string_view name) {
  const auto value = body.find(name);
  if (!value) return std::nullopt;
  if (!value->is(Kind::array)) {
    throw_serialization("Expected list or null for member " + std::string(name));
  }
  return value->array();
}

std::optional<std::vector<std::string>> body_strings(const Object& body, std::string_view name) {
  const auto array = body_array(body, name);
  if (!array) return std::nullopt;
  std::vector<std::string> strings;
  array->for_each([&](const Value& member) { strings.push_back(string_of(member)); });
  return strings;
}

std::optional<std::map<std::string, std::string>> body_map(const Object& body,
                                                           std::string_view name) {
  const auto object = body_object(body, name);
  if (!object) return std::nullopt;
  std::map<std::string, std::string> map;
  object->for_each([&](const core::json::Member& member) {
    map[std::string(member.name)] = string_of(member.value);
  });
  return map;
}

}  // namespace lambda_host
