#include "core/ascii.h"
#include "core/base64.h"
#include "core/limits.h"
#include "core/number.h"
#include "server/operations/queues/message_attributes.h"
#include "server/operations/queues/queue_access.h"

#include <fmt/format.h>

#include <algorithm>

// What is wrong with the attributes that a sender gives to a message.
namespace server::operations {
namespace {

namespace json = core::json;
namespace limits = core::limits;

constexpr std::string_view kTraceHeader = "AWSTraceHeader";

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = core::lower_case(c);
  return result;
}

// AWS takes letters of other alphabets, too.
bool is_name_character(char c) {
  return core::is_letter(c) || core::is_digit(c) || c == '_' || c == '-' || c == '.' ||
         static_cast<unsigned char>(c) >= 0x80;
}

void check_name(std::string_view name) {
  if (name.size() >= limits::kMaxMessageAttributeNameBytes) {
    throw_invalid_parameter("Message (user) attribute names must be shorter than 256 Bytes");
  }
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_character)) {
    throw_invalid_parameter(
        "Message (user) attributes name can only contain upper and lower score characters, "
        "digits, periods, hyphens and underscores. ");
  }
  const std::string folded = lower(name);
  const bool reserved = folded.starts_with("aws.") || folded.starts_with("amazon.");
  if (reserved || name.starts_with('.') || name.ends_with('.')) {
    throw_invalid_parameter(
        "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings "
        "are reserved for internal use. Additionally, they cannot start or end with '.'.");
  }
}

// "Number" of "Number.float".
std::string_view base_type(std::string_view type) {
  return type.substr(0, type.find('.'));
}

void check_type(std::string_view name, std::string_view type) {
  if (type.empty()) {
    throw_invalid_parameter(fmt::format(
        "The message attribute '{}' must contain non-empty message attribute type.", name));
  }
  if (type.size() >= limits::kMaxMessageAttributeNameBytes) {
    throw_invalid_parameter("Message (user) attribute types must be shorter than 256 Bytes");
  }
  const std::string_view base = base_type(type);
  if (base == "String" || base == "Number" || base == "Binary") return;
  throw_invalid_parameter(
      fmt::format("The type of message (user) attribute '{}' is invalid. You must use only the "
                  "following supported type prefixes: Binary, Number, String.",
                  name));
}

bool is_number(std::string_view text) {
  try {
    core::Number::parse(text);
    return true;
  } catch (const core::ApiError&) {
    return false;
  }
}

void check_text(const MessageAttribute& attribute) {
  if (!has_valid_characters(attribute.value)) {
    throw_invalid_parameter(std::string(kInvalidCharacters));
  }
  if (base_type(attribute.type) != "Number" || is_number(attribute.value)) return;
  throw_invalid_parameter(fmt::format(
      "Can't cast the value of message (user) attribute '{}' to a number.", attribute.name));
}

std::string read_value(const json::Object& given, std::string_view type) {
  const bool binary = base_type(type) == "Binary";
  const std::string_view value = text_of(given, binary ? "BinaryValue" : "StringValue");
  return binary ? core::base64_decode(value).value_or("") : std::string(value);
}

MessageAttribute read_attribute(std::string_view kind, std::string_view name,
                                const json::Object& given) {
  for (const std::string_view list : {"StringListValues", "BinaryListValues"}) {
    const auto values = given.find(list);
    if (!values || values->array().empty()) continue;
    throw_invalid_parameter(
        "Message attribute list values in SendMessage operation are not supported.");
  }
  const std::string_view type = text_of(given, "DataType");
  check_type(name, type);
  MessageAttribute attribute{std::string(name), std::string(type), read_value(given, type)};
  if (attribute.value.empty()) {
    throw_invalid_parameter(
        fmt::format("Message ({}) attribute '{}' must contain a non-empty value of type '{}'.",
                    kind, name, base_type(type)));
  }
  if (!attribute.is_binary()) check_text(attribute);
  return attribute;
}

bool by_name(const MessageAttribute& a, const MessageAttribute& b) {
  return a.name < b.name;
}

}  // namespace

MessageAttributes read_message_attributes(const json::Object& attributes) {
  if (attributes.size() > limits::kMaxMessageAttributes) {
    throw_invalid_parameter(
        fmt::format("Number of message attributes [{}] exceeds the allowed maximum [{}].",
                    attributes.size(), limits::kMaxMessageAttributes));
  }
  MessageAttributes read;
  attributes.for_each([&](const json::Member& member) {
    check_name(member.name);
    read.push_back(read_attribute("user", member.name, member.value.object()));
  });
  std::sort(read.begin(), read.end(), by_name);
  return read;
}

MessageAttributes read_system_attributes(const json::Object& attributes) {
  MessageAttributes read;
  attributes.for_each([&](const json::Member& member) {
    auto attribute = read_attribute("system", member.name, member.value.object());
    if (member.name != kTraceHeader || base_type(attribute.type) != "String") {
      throw_invalid_parameter(fmt::format(
          "Message (system) attribute '{}' is invalid: AWSTraceHeader, of the type String, is the "
          "only one.",
          member.name));
    }
    read.push_back(std::move(attribute));
  });
  return read;
}

}  // namespace server::operations
