#include "server/protocol/deserialize.h"

#include "core/api_error.h"
#include "server/protocol/attribute_type.h"

#include <string>
#include <string_view>

namespace server::protocol {
namespace {

using core::json::Kind;
using core::json::Value;

// AWS words the same mistake by where it is: in a structure's member or in a collection's element.
enum class Place { member, element };

[[noreturn]] void mismatch(std::string message) {
  throw core::ApiError(core::ErrorCode::serialization, std::move(message));
}

// A member that is itself a list or a map of collections trips over Java's type erasure.
constexpr std::string_view kErasedType =
    "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class "
    "java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and "
    "java.lang.Class are in module java.base of loader 'bootstrap')";
constexpr std::string_view kUnexpectedStructure =
    "Start of structure or map found where not expected";

std::string_view scalar_class(ShapeKind kind) {
  switch (kind) {
    case ShapeKind::integer: return "Integer";
    case ShapeKind::long_integer: return "Long";
    case ShapeKind::timestamp: return "Date";
    case ShapeKind::boolean: return "Boolean";
    default: return "String";
  }
}

std::string java_type(const Shape& shape) {
  switch (shape.kind) {
    case ShapeKind::list: return "java.util.List<" + java_type(*shape.element) + ">";
    case ShapeKind::map:
      return "java.util.Map<java.lang.String, " + java_type(*shape.element) + ">";
    case ShapeKind::blob: return "java.nio.ByteBuffer";
    case ShapeKind::timestamp: return "java.util.Date";
    case ShapeKind::structure:
    case ShapeKind::attribute_value:
      if (shape.name.find('.') != std::string_view::npos) return std::string(shape.name);
      return "com.amazonaws.dynamodb.v20120810." + std::string(shape.name);
    default: return "java.lang." + std::string(scalar_class(shape.kind));
  }
}

[[noreturn]] void unexpected_array(const Shape& shape) {
  const std::string_view what = shape.kind == ShapeKind::map ? "" : "class ";
  mismatch("Unrecognized collection type " + std::string(what) + java_type(shape));
}

std::string_view token(Value value) {
  switch (value.kind()) {
    case Kind::boolean: return value.boolean() ? "TRUE_VALUE" : "FALSE_VALUE";
    case Kind::number: return value.whole() ? "NUMBER_VALUE" : "DECIMAL_VALUE";
    default: return "STRING_VALUE";
  }
}

[[noreturn]] void scalar_mismatch(Value value, const Shape& shape) {
  if (value.is(Kind::array)) unexpected_array(shape);
  if (value.is(Kind::object)) mismatch(std::string(kUnexpectedStructure));
  if (shape.kind == ShapeKind::blob) {
    mismatch("only base-64-encoded strings are convertible to bytes");
  }
  if (shape.kind == ShapeKind::boolean && value.is(Kind::string)) {
    mismatch("Unexpected token received from parser");
  }
  mismatch(std::string(token(value)) + " cannot be converted to " +
           std::string(scalar_class(shape.kind)));
}

void require_scalar(Value value, Kind kind, const Shape& shape) {
  if (!value.is(kind)) scalar_mismatch(value, shape);
}

[[noreturn]] void structure_mismatch(Value value, const Shape& shape, Place place) {
  if (value.is(Kind::array)) unexpected_array(shape);
  mismatch(place == Place::member ? "Unexpected field type" : "Unexpected value type in payload");
}

[[noreturn]] void collection_mismatch(Value value, const Shape& shape, Place place) {
  if (value.is(Kind::array)) unexpected_array(shape);
  if (value.is(Kind::object)) mismatch(std::string(kUnexpectedStructure));
  mismatch(place == Place::member ? "Unexpected field type" : std::string(kErasedType));
}

// The six bits a character of the alphabet stands for, or -1.
int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

// Strict: padding at the end only, and no bits set that padding throws away.
bool is_base64(std::string_view text) {
  const std::size_t padding = text.ends_with("==") ? 2 : (text.ends_with('=') ? 1 : 0);
  text.remove_suffix(padding);
  for (const char c : text) {
    if (base64_digit(c) < 0) return false;
  }
  if (padding == 0) return true;
  return !text.empty() && base64_digit(text.back()) % (padding == 2 ? 16 : 4) == 0;
}

void check_blob(Value value) {
  require_scalar(value, Kind::string, kBlob);
  const std::string_view text = value.string();
  if (text.size() % 4 != 0) {
    mismatch("Base64 encoded length is expected a multiple of 4 bytes but found: " +
             std::to_string(text.size()));
  }
  // The misspelling is AWS's.
  if (!is_base64(text)) mismatch("Invalid last non-pad Base64 character dectected");
}

bool is_boolean_word(std::string_view text) {
  std::string word(text.substr(0, sizeof("FALSE")));
  for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return word == "TRUE" || word == "1" || word == "YES" || word == "FALSE" || word == "0" ||
         word == "NO";
}

void check_boolean(Value value, const Shape& shape) {
  if (&shape == &kBooleanOrWord && value.is(Kind::string) && is_boolean_word(value.string()))
    return;
  require_scalar(value, Kind::boolean, shape);
}

const Shape* member_shape(const Shape& structure, std::string_view name) {
  if (structure.kind == ShapeKind::attribute_value) return attribute_type(name);
  for (const Member& member : structure.members) {
    if (member.name == name) return &member.shape;
  }
  return nullptr;
}

void check(Value value, const Shape& shape, Place place);

void check_structure(Value value, const Shape& shape, Place place) {
  if (!value.is(Kind::object)) structure_mismatch(value, shape, place);
  value.object().for_each([&](const core::json::Member& member) {
    const Shape* known = member_shape(shape, member.name);
    if (known != nullptr) check(member.value, *known, Place::member);
  });
}

void check_list(Value value, const Shape& shape, Place place) {
  if (!value.is(Kind::array)) collection_mismatch(value, shape, place);
  value.array().for_each([&](Value element) { check(element, *shape.element, Place::element); });
}

void check_map(Value value, const Shape& shape, Place place) {
  if (!value.is(Kind::object)) collection_mismatch(value, shape, place);
  value.object().for_each(
      [&](const core::json::Member& entry) { check(entry.value, *shape.element, Place::element); });
}

// The depth of the recursion is the body's, which json::Document limits.
void check(Value value, const Shape& shape, Place place) {
  if (value.is(Kind::null)) return;
  switch (shape.kind) {
    case ShapeKind::structure:
    case ShapeKind::attribute_value: return check_structure(value, shape, place);
    case ShapeKind::list: return check_list(value, shape, place);
    case ShapeKind::map: return check_map(value, shape, place);
    case ShapeKind::string: return require_scalar(value, Kind::string, shape);
    case ShapeKind::integer:
    case ShapeKind::long_integer:
    case ShapeKind::timestamp: return require_scalar(value, Kind::number, shape);
    case ShapeKind::boolean: return check_boolean(value, shape);
    case ShapeKind::blob: return check_blob(value);
  }
  __builtin_unreachable();
}

}  // namespace

void check_types(Value body, const Shape& input) {
  check_structure(body, input, Place::element);
}

}  // namespace server::protocol
