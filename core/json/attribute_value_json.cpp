#include "core/json/attribute_value_json.h"

#include "core/api_error.h"
#include "core/attribute_name.h"
#include "core/base64.h"
#include "core/limits.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <vector>

// Texts and their order are AWS's: each member is checked in its turn, that there is only one of
// them comes last.
namespace core::json {
namespace {

constexpr std::string_view kInvalidParameter = "One or more parameter values were invalid: ";

[[noreturn]] void throw_invalid_parameter(std::string_view message) {
  throw_validation(std::string(kInvalidParameter).append(message));
}

[[noreturn]] void throw_serialization(std::string message) {
  throw ApiError(ErrorCode::serialization, std::move(message));
}

// How AWS names a JSON value where it wanted a string or a boolean.
std::string unexpected(Value value, std::string_view wanted) {
  const std::string target(wanted);
  switch (value.kind()) {
    case Kind::boolean:
      return (value.boolean() ? "TRUE_VALUE" : "FALSE_VALUE") +
             (" cannot be converted to " + target);
    case Kind::number:
      return (value.whole() ? "NUMBER_VALUE" : "DECIMAL_VALUE") +
             (" cannot be converted to " + target);
    case Kind::array: return "Unrecognized collection type class java.lang." + target;
    case Kind::object: return "Start of structure or map found where not expected";
    case Kind::null:
    case Kind::string: return "Unexpected token received from parser";
  }
  __builtin_unreachable();
}

std::string_view read_text(Value value) {
  if (!value.is(Kind::string)) throw_serialization(unexpected(value, "String"));
  return value.string();
}

// AWS takes some words for booleans, in any case.
bool read_boolean(Value value) {
  if (value.is(Kind::boolean)) return value.boolean();
  if (!value.is(Kind::string)) throw_serialization(unexpected(value, "Boolean"));
  std::string word(value.string());
  for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  if (word == "TRUE" || word == "1" || word == "YES") return true;
  if (word == "FALSE" || word == "0" || word == "NO") return false;
  throw_serialization(unexpected(value, "Boolean"));
}

Binary read_binary(Value value) {
  if (value.is(Kind::boolean) || value.is(Kind::number)) {
    throw_serialization("only base-64-encoded strings are convertible to bytes");
  }
  if (value.is(Kind::array)) {
    throw_serialization("Unrecognized collection type class java.nio.ByteBuffer");
  }
  const std::string_view text = read_text(value);
  if (text.size() % 4 != 0) {
    throw_serialization("Base64 encoded length is expected a multiple of 4 bytes but found: " +
                        std::to_string(text.size()));
  }
  auto bytes = base64_decode(text);
  if (!bytes) throw_serialization("Invalid last non-pad Base64 character dectected");  // sic
  return Binary{std::move(*bytes)};
}

Array read_array(Value value) {
  if (value.is(Kind::object)) {
    throw_serialization("Start of structure or map found where not expected");
  }
  if (!value.is(Kind::array)) throw_serialization("Unexpected field type");
  return value.array();
}

Null read_null(Value value) {
  if (!read_boolean(value)) {
    throw_invalid_parameter("Null attribute value types must have the value of true");
  }
  return {};
}

std::string quoted(std::string_view text) {
  Writer writer;
  return writer.string(text).take();
}

// As the request spelled it: "[a, b, a]".
std::string list_text(const Array& members) {
  std::string text;
  std::string_view separator = "[";
  members.for_each([&](Value member) {
    text.append(separator).append(member.string());
    separator = ", ";
  });
  return text + "]";
}

// As the current front end sees it, which collects the members in a sorted set until one repeats:
// the set, that one, and the rest as the request has it. `["a", "b", "b"]`
template <class Read>
std::string collected_text(const Array& members, std::string_view separator, Read read) {
  std::map<decltype(read(members.at(0))), std::string_view> collected;
  std::size_t next = 0;
  while (collected.emplace(read(members.at(next)), members.at(next).string()).second) ++next;
  std::string text = "[";
  const auto add = [&](std::string_view member) {
    if (text.size() > 1) text += separator;
    text += quoted(member);
  };
  for (const auto& each : collected) add(each.second);
  for (; next < members.size(); ++next) add(members.at(next).string());
  return text + "]";
}

[[noreturn]] void throw_repeated(std::string_view current, std::string_view older,
                                 std::string_view type) {
  const auto message = [&](std::string_view members) {
    return std::string(kInvalidParameter)
        .append("Input collection ")
        .append(members)
        .append(type)
        .append(" contains duplicates.");
  };
  throw_validation(Wording{message(current), message(older)});
}

template <class T, class Read>
Set<T> read_members(Array members, Read read) {
  Set<T> set;
  set.members.reserve(members.size());
  members.for_each([&](Value member) { set.members.push_back(read(member)); });
  return set;
}

StringSet read_string_set(Value value) {
  const Array members = read_array(value);
  if (members.empty()) throw_invalid_parameter("An string set  may not be empty");  // sic
  const auto read = [](Value member) { return std::string(read_text(member)); };
  auto set = read_members<std::string>(members, read);
  if (normalize(set)) throw_repeated(collected_text(members, ", ", read), list_text(members), "");
  return set;
}

NumberSet read_number_set(Value value) {
  const Array members = read_array(value);
  if (members.empty()) throw_invalid_parameter("An number set  may not be empty");  // sic
  auto set = read_members<Number>(members, [](Value m) { return Number::parse(read_text(m)); });
  if (normalize(set)) {
    const std::string text = "Input collection contains duplicates";
    throw_validation(Wording{std::string(kInvalidParameter) + text + ".", text});
  }
  return set;
}

BinarySet read_binary_set(Value value) {
  const Array members = read_array(value);
  if (members.empty()) throw_invalid_parameter("Binary sets should not be empty");
  auto set = read_members<Binary>(members, read_binary);
  if (normalize(set)) {
    throw_repeated(collected_text(members, ",", read_binary), list_text(members),
                   "of type BS");  // sic: no blank before it
  }
  return set;
}

AttributeValue read_value(Value value, int level);

List read_list(Value value, int level) {
  const Array elements = read_array(value);
  List list;
  list.reserve(elements.size());
  elements.for_each([&](Value element) { list.push_back(read_value(element, level)); });
  return list;
}

// The members by name, so that even a large object becomes a map without shifting its attributes;
// of a repeated name, as in the document: the last one counts.
std::vector<std::uint32_t> order_by_name(const std::vector<Member>& members) {
  std::vector<std::uint32_t> order(members.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto by_name = [&](std::uint32_t a, std::uint32_t b) {
    return members[a].name < members[b].name;
  };
  if (!std::is_sorted(order.begin(), order.end(), by_name)) {
    std::stable_sort(order.begin(), order.end(), by_name);
  }
  return order;
}

// The faults are found in the document's order.
AttributeMap read_map(Value value, int level) {
  if (value.is(Kind::array)) {
    throw_serialization(
        "Unrecognized collection type java.util.Map<java.lang.String, "
        "com.amazonaws.dynamodb.v20120810.AttributeValue>");
  }
  if (!value.is(Kind::object)) throw_serialization("Unexpected field type");
  std::vector<Member> members;
  std::vector<AttributeValue> values;
  members.reserve(value.object().size());
  values.reserve(value.object().size());
  value.object().for_each([&](const Member& member) {
    if (member.value.is(Kind::null)) return;
    check_attribute_name(member.name);
    members.push_back(member);
    values.push_back(read_value(member.value, level));
  });
  AttributeMap map;
  map.reserve(members.size());
  for (const std::uint32_t at : order_by_name(members)) {
    map.insert_or_assign(std::string(members[at].name), std::move(values[at]));
  }
  return map;
}

AttributeValue read_typed(AttributeType type, Value value, int level) {
  switch (type) {
    case AttributeType::s: return AttributeValue(std::string(read_text(value)));
    case AttributeType::n: return AttributeValue(Number::parse(read_text(value)));
    case AttributeType::b: return AttributeValue(read_binary(value));
    case AttributeType::boolean: return AttributeValue(read_boolean(value));
    case AttributeType::null: return AttributeValue(read_null(value));
    case AttributeType::ss: return AttributeValue(read_string_set(value));
    case AttributeType::ns: return AttributeValue(read_number_set(value));
    case AttributeType::bs: return AttributeValue(read_binary_set(value));
    case AttributeType::list: return AttributeValue(read_list(value, level + 1));
    case AttributeType::map: return AttributeValue(read_map(value, level + 1));
  }
  __builtin_unreachable();
}

// The top-level value is on level 1, what a list or map in it holds on level 2.
AttributeValue read_value(Value value, int level) {
  if (level > limits::kMaxNestingLevels) {
    throw_validation(
        "Nesting Levels have exceeded supported limits: "
        "Attributes in the item have nested levels beyond supported limit");
  }
  if (value.is(Kind::array)) {
    throw_serialization(
        "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue");
  }
  std::optional<AttributeValue> result;
  int types = 0;
  const auto read_member = [&](const Member& member) {
    const auto type = find_type(member.name);
    if (!type || member.value.is(Kind::null)) return;
    result = read_typed(*type, member.value, level);
    ++types;
  };
  if (value.is(Kind::object)) {
    value.object().for_each(read_member);
  } else if (!value.is(Kind::null)) {
    throw_serialization("Unexpected value type in payload");
  }
  // The current front end's values have just one type: it can't read others [AWS].
  if (!result) {
    throw_left_to_older(
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }
  if (types > 1) {
    throw_left_to_older(
        "Supplied AttributeValue has more than one datatypes set, "
        "must contain exactly one of the supported datatypes");
  }
  return std::move(*result);
}

std::size_t least_text_size(AttributeType type, Value value) {
  if (!value.is(Kind::string)) return 0;
  const std::size_t characters = value.string().size();
  const bool base64 = type == AttributeType::b || type == AttributeType::bs;
  // Its last four characters stand for one byte at least.
  if (!base64) return characters;
  return characters < 4 ? 0 : characters / 4 * 3 - 2;
}

std::size_t least_size(AttributeType type, Value value, int level);

template <class Size>
std::size_t sum(Value value, Size size) {
  std::size_t bytes = 0;
  if (value.is(Kind::array)) value.array().for_each([&](Value each) { bytes += size(each); });
  return bytes;
}

std::size_t least_value_size(Value value, int level) {
  std::size_t bytes = 0;
  if (!value.is(Kind::object) || level > limits::kMaxNestingLevels) return bytes;
  value.object().for_each([&](const Member& member) {
    if (const auto type = find_type(member.name)) bytes += least_size(*type, member.value, level);
  });
  return bytes;
}

std::size_t least_map_size(Value value, int level) {
  std::size_t bytes = 0;
  if (!value.is(Kind::object)) return bytes;
  value.object().for_each([&](const Member& member) {
    bytes += member.name.size() + least_value_size(member.value, level);
  });
  return bytes;
}

std::size_t least_size(AttributeType type, Value value, int level) {
  switch (type) {
    case AttributeType::s:
    case AttributeType::b: return least_text_size(type, value);
    case AttributeType::n:
    case AttributeType::boolean:
    case AttributeType::null: return 1;
    case AttributeType::ss:
    case AttributeType::bs:
      return sum(value, [type](Value each) { return least_text_size(type, each); });
    case AttributeType::ns: return sum(value, [](Value) { return std::size_t{1}; });
    case AttributeType::list:
      return sum(value, [level](Value each) { return 1 + least_value_size(each, level + 1); });
    case AttributeType::map: return least_map_size(value, level + 1);
  }
  __builtin_unreachable();
}

void write_node(Writer& writer, const std::string& text) {
  writer.string(text);
}
void write_node(Writer& writer, const Number& number) {
  writer.string(number.text());
}
void write_node(Writer& writer, const Binary& binary) {
  writer.base64(binary.bytes);
}
void write_node(Writer& writer, bool value) {
  writer.boolean(value);
}
void write_node(Writer& writer, Null) {
  writer.boolean(true);
}
void write_node(Writer& writer, const AttributeMap& map) {
  write_item(writer, map);
}

template <class T>
void write_node(Writer& writer, const Set<T>& set) {
  writer.begin_array();
  for (const T& member : set.members) write_node(writer, member);
  writer.end_array();
}

void write_node(Writer& writer, const List& list) {
  writer.begin_array();
  for (const AttributeValue& element : list) write(writer, element);
  writer.end_array();
}

}  // namespace

AttributeValue read_attribute_value(Value value) {
  return read_value(value, 1);
}

Item read_item(Value value) {
  return read_map(value, 1);
}

std::size_t least_value_size(Value value) {
  return least_value_size(value, 1);
}

std::size_t least_item_size(Value value) {
  return least_map_size(value, 1);
}

void write(Writer& writer, const AttributeValue& value) {
  if (const auto* text = value.get_if<std::string>()) {
    writer.object_of(type_name(AttributeType::s), *text);
    return;
  }
  writer.begin_object().key(type_name(value.type()));
  std::visit([&writer](const auto& node) { write_node(writer, node); }, value.node());
  writer.end_object();
}

void write_item(Writer& writer, const Item& item) {
  writer.begin_object();
  for (const Attribute& attribute : item) {
    writer.key(attribute.name);
    write(writer, attribute.value);
  }
  writer.end_object();
}

}  // namespace core::json
