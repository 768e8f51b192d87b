#include "lambda-host/mappings/message_event.h"

#include "core/arn.h"
#include "core/json/value.h"
#include "core/json/writer.h"

#include <algorithm>

namespace lambda_host {
namespace {

namespace json = core::json;

constexpr std::size_t kFrameBytes = 512;  // names, and what is about as long in each record

void write_text(json::Writer& writer, std::string_view name, const json::Object& attribute,
                std::string_view member) {
  if (const auto text = attribute.find(member)) writer.member(name, text->string());
}

// The API's names begin with capitals, the event's don't.
void write_attributes(json::Writer& writer, const std::string& attributes) {
  const auto document = json::Document::parse(attributes);
  writer.begin_object();
  document.root().object().for_each([&](const json::Member& member) {
    const auto attribute = member.value.object();
    writer.key(member.name).begin_object();
    write_text(writer, "stringValue", attribute, "StringValue");
    write_text(writer, "binaryValue", attribute, "BinaryValue");
    writer.key("stringListValues").begin_array().end_array();
    writer.key("binaryListValues").begin_array().end_array();
    write_text(writer, "dataType", attribute, "DataType");
    writer.end_object();
  });
  writer.end_object();
}

bool is_json_object(const std::string& text) {
  try {
    return json::Document::parse(text).root().is(json::Kind::object);
  } catch (const json::ParseError&) {
    return false;
  }
}

void write_record(json::Writer& writer, const SourceMessage& message, const std::string& queue_arn,
                  bool body_as_json) {
  writer.begin_object();
  writer.member("messageId", std::string_view(message.message_id));
  writer.member("receiptHandle", std::string_view(message.receipt_handle));
  if (body_as_json) {
    writer.key("body").raw(message.body);
  } else {
    writer.member("body", std::string_view(message.body));
  }
  writer.key("attributes").raw(message.attributes);
  writer.key("messageAttributes");
  write_attributes(writer, message.message_attributes);
  writer.key("md5OfMessageAttributes");
  if (message.md5_of_message_attributes.empty()) {
    writer.null();
  } else {
    writer.string(message.md5_of_message_attributes);
  }
  writer.member("md5OfBody", std::string_view(message.md5_of_body));
  writer.member("eventSource", "aws:sqs");
  writer.member("eventSourceARN", std::string_view(queue_arn));
  const auto arn = core::parse_arn(queue_arn);
  writer.member("awsRegion", arn ? arn->region : std::string_view());
  writer.end_object();
}

}  // namespace

std::string message_event(std::span<const SourceMessage> messages, const std::string& queue_arn) {
  json::Writer writer;
  writer.begin_object().key("Records").begin_array();
  for (const SourceMessage& message : messages) write_record(writer, message, queue_arn, false);
  return writer.end_array().end_object().take();
}

std::string message_filter_record(const SourceMessage& message, const std::string& queue_arn) {
  json::Writer writer;
  write_record(writer, message, queue_arn, is_json_object(message.body));
  return writer.take();
}

// A message has no characters that JSON writes as more than two.
std::size_t message_event_bytes(const SourceMessage& message) {
  const auto escapes = std::count_if(message.body.begin(), message.body.end(), [](char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < ' ';
  });
  return kFrameBytes + message.body.size() + static_cast<std::size_t>(escapes) +
         message.attributes.size() + message.message_attributes.size();
}

}  // namespace lambda_host
