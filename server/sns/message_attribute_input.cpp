#include "server/sns/message_attribute_input.h"

#include "core/ascii.h"
#include "core/base64.h"
#include "core/limits.h"
#include "server/sns/sns_error.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::sns {
namespace {

using operations::MessageAttribute;
using operations::MessageAttributes;

SnsError invalid_value(const std::string& message) {
  return {400, "ParameterValueInvalid", message};
}

bool may_be_in_name(char c) {
  return core::is_letter(c) || core::is_digit(c) || c == '-' || c == '_' || c == '.';
}

void check_name(const std::string& name) {
  if (name.size() > core::limits::kMaxMessageAttributeNameBytes) {
    throw invalid_value("Length of message attribute name must be less than 256 bytes.");
  }
  const auto bad = std::find_if_not(name.begin(), name.end(), may_be_in_name);
  if (bad != name.end()) {
    throw invalid_value(
        fmt::format("Invalid non-alphanumeric character '#x{:X}' was found in the message "
                    "attribute name. Can only include alphanumeric characters, hyphens, "
                    "underscores, or dots.",
                    static_cast<unsigned char>(*bad)));
  }
  if (name.starts_with('.')) {
    throw invalid_value("Invalid message attribute name starting with character '.' was found.");
  }
  if (name.ends_with('.')) {
    throw invalid_value("Invalid message attribute name ending with character '.' was found.");
  }
  if (name.find("..") == std::string::npos) return;
  throw invalid_value("Message attribute name can not have successive '.' character.");
}

// Where a parameter stands, as the API has it: "publishBatchRequestEntries.1.member.".
std::string api_path(const std::string& prefix) {
  if (prefix.empty()) return "";
  const auto end = prefix.size() - 1;
  const auto begin = prefix.rfind('.', end - 1) + 1;
  return fmt::format("publishBatchRequestEntries.{}.member.", prefix.substr(begin, end - begin));
}

std::string value_of(const protocol::QueryForm& form, const std::string& entry,
                     const MessageAttribute& attribute, const std::string& kind) {
  const bool is_binary = kind == "Binary";
  const std::string field = is_binary ? "Binary" : "String";
  const auto value = form.find(fmt::format("{}Value.{}Value", entry, field));
  if (!value && form.has(fmt::format("{}Value.{}Value", entry, is_binary ? "String" : "Binary"))) {
    throw invalid_value(
        fmt::format("The message attribute '{}' with type '{}' must use field '{}'.",
                    attribute.name, attribute.type, field));
  }
  std::optional<std::string> bytes(value.value_or(""));
  if (is_binary) bytes = core::base64_decode(*bytes);
  if (bytes && !bytes->empty()) return *bytes;
  throw invalid_value(
      fmt::format("The message attribute '{}' must contain non-empty message attribute value for "
                  "message attribute type '{}'.",
                  attribute.name, attribute.type));
}

MessageAttribute read(const protocol::QueryForm& form, const std::string& entry,
                      const std::string& path) {
  MessageAttribute attribute{std::string(form.find(entry + "Name").value_or("")), {}, {}};
  const auto type = form.find(entry + "Value.DataType");
  if (!type) {
    throw SnsError(400, "ValidationError",
                   fmt::format("1 validation error detected: Value null at "
                               "'{}messageAttributes.{}.member.dataType' failed to satisfy "
                               "constraint: Member must not be null",
                               path, attribute.name));
  }
  attribute.type = *type;
  check_name(attribute.name);
  const std::string kind = attribute.type.substr(0, attribute.type.find('.'));
  if (attribute.name.empty() || (kind != "String" && kind != "Number" && kind != "Binary")) {
    throw invalid_value(
        fmt::format("The message attribute '{}' has an invalid message attribute "
                    "type, the set of supported type prefixes is Binary, Number, "
                    "and String.",
                    attribute.name));
  }
  attribute.value = value_of(form, entry, attribute, kind);
  return attribute;
}

}  // namespace

MessageAttributes read_message_attributes(const protocol::QueryForm& form,
                                          const std::string& prefix) {
  const std::string list = prefix + "MessageAttributes.entry";
  const std::string path = api_path(prefix);
  MessageAttributes attributes;
  for (const std::size_t number : form.numbers_below(list)) {
    attributes.push_back(read(form, fmt::format("{}.{}.", list, number), path));
  }
  std::sort(attributes.begin(), attributes.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return attributes;
}

}  // namespace server::sns
