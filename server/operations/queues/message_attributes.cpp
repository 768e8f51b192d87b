#include "server/operations/queues/message_attributes.h"

#include "core/base64.h"
#include "core/digest.h"

#include <algorithm>

namespace server::operations {
namespace {

namespace json = core::json;

void append_sized(std::string& bytes, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(size >> shift));
  bytes.append(text);
}

MessageAttribute read_stored(const json::Member& member) {
  const auto attribute = member.value.object();
  MessageAttribute read{
      std::string(member.name), std::string(attribute.find("DataType")->string()), {}};
  if (const auto bytes = attribute.find("BinaryValue")) {
    read.value = core::base64_decode(bytes->string()).value_or("");
  } else {
    read.value = attribute.find("StringValue")->string();
  }
  return read;
}

}  // namespace

std::size_t size_bytes(const MessageAttributes& attributes) {
  std::size_t size = 0;
  for (const auto& each : attributes) {
    size += each.name.size() + each.type.size() + each.value.size();
  }
  return size;
}

std::string md5_text(std::string_view bytes) {
  const auto hash = core::md5(bytes);
  return core::hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::string md5_of(const MessageAttributes& attributes) {
  std::string bytes;
  for (const auto& each : attributes) {
    append_sized(bytes, each.name);
    append_sized(bytes, each.type);
    bytes.push_back(each.is_binary() ? '\x02' : '\x01');
    append_sized(bytes, each.value);
  }
  return md5_text(bytes);
}

void write(json::Writer& writer, const MessageAttributes& attributes) {
  writer.begin_object();
  for (const auto& each : attributes) {
    writer.key(each.name).begin_object();
    if (each.is_binary()) {
      writer.key("BinaryValue").base64(each.value);
    } else {
      writer.member("StringValue", std::string_view(each.value));
    }
    writer.member("DataType", std::string_view(each.type)).end_object();
  }
  writer.end_object();
}

std::string to_json(const MessageAttributes& attributes) {
  json::Writer writer;
  write(writer, attributes);
  return writer.take();
}

MessageAttributes attributes_from_json(std::string_view text) {
  MessageAttributes attributes;
  if (text.empty()) return attributes;
  const auto document = json::Document::parse(std::string(text));
  document.root().object().for_each(
      [&](const json::Member& member) { attributes.push_back(read_stored(member)); });
  return attributes;
}

AttributeChoice::AttributeChoice(std::initializer_list<std::string_view> choices) {
  for (const std::string_view choice : choices) add(choice);
}

void AttributeChoice::add(std::string_view choice) {
  constexpr std::string_view kAnything = ".*";
  if (choice == "All" || choice == kAnything) {
    all_ = true;
  } else if (choice.ends_with(kAnything)) {
    choice.remove_suffix(kAnything.size());
    prefixes_.emplace(choice);
  } else {
    names_.emplace(choice);
  }
}

bool AttributeChoice::covers(std::string_view name) const {
  return all_ || names_.contains(std::string(name)) || covers_by_prefix(name);
}

// A name has fewer prefixes than a receiver may choose.
bool AttributeChoice::covers_by_prefix(std::string_view name) const {
  if (prefixes_.empty()) return false;
  for (std::size_t size = 1; size <= name.size(); ++size) {
    if (prefixes_.contains(std::string(name.substr(0, size)))) return true;
  }
  return false;
}

MessageAttributes chosen(MessageAttributes attributes, const AttributeChoice& choice) {
  std::erase_if(attributes,
                [&](const MessageAttribute& each) { return !choice.covers(each.name); });
  return attributes;
}

// Text is UTF-8 by now: a control character is one byte, and U+FFFE and U+FFFF are three.
bool has_valid_characters(std::string_view text) {
  const bool controls = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
  return !controls && text.find("\xEF\xBF\xBE") == std::string_view::npos &&
         text.find("\xEF\xBF\xBF") == std::string_view::npos;
}

}  // namespace server::operations
