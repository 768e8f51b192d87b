#pragma once

#include "core/json/value.h"
#include "core/json/writer.h"

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace server::operations {

// An attribute that a sender gave to a message.
struct MessageAttribute {
  std::string name;
  std::string type;   // "String", "Number" or "Binary", and a dot and more as the sender likes
  std::string value;  // bytes

  bool is_binary() const { return type.starts_with("Binary"); }
};
using MessageAttributes = std::vector<MessageAttribute>;  // in the order of their names

// Of `MessageAttributes`. Throws what is wrong with one: its name, its type or its value.
MessageAttributes read_message_attributes(const core::json::Object& attributes);
// Of `MessageSystemAttributes`: the AWSTraceHeader is the only one there is.
MessageAttributes read_system_attributes(const core::json::Object& attributes);

// Names, types and values: what counts in a message's size (API reference, SendMessage).
std::size_t size_bytes(const MessageAttributes& attributes);

// Over each attribute in turn: the length of its name and the name, the same of its type, 1 for a
// text or 2 for bytes, the length of its value and the value. Lengths are four bytes, the highest
// first ("Calculating the MD5 message digest for message attributes").
std::string md5_of(const MessageAttributes& attributes);
std::string md5_text(std::string_view bytes);

// {"name":{"StringValue":"…","DataType":"String"}}
void write(core::json::Writer& writer, const MessageAttributes& attributes);
std::string to_json(const MessageAttributes& attributes);
// Of what to_json made; none of an empty text.
MessageAttributes attributes_from_json(std::string_view json);

// Which of them a receiver wants. However often it says so, to ask for one takes as long.
class AttributeChoice {
 public:
  AttributeChoice() = default;  // none
  AttributeChoice(std::initializer_list<std::string_view> choices);

  // A name, "All", ".*", or a prefix with ".*" behind it.
  void add(std::string_view choice);
  bool is_empty() const { return !all_ && names_.empty() && prefixes_.empty(); }
  bool covers(std::string_view name) const;

 private:
  bool covers_by_prefix(std::string_view name) const;

  bool all_ = false;
  std::unordered_set<std::string> names_;
  std::unordered_set<std::string> prefixes_;
};

MessageAttributes chosen(MessageAttributes attributes, const AttributeChoice& choice);

// Throws InvalidParameterValue for characters that a message can't have.
bool has_valid_characters(std::string_view text);
inline constexpr std::string_view kInvalidCharacters =
    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | "
    "#xE000 to #xFFFD | #x10000 to #x10FFFF";

}  // namespace server::operations
