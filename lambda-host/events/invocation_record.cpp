#include "lambda-host/events/invocation_record.h"

#include "core/json/value.h"
#include "core/json/writer.h"
#include "core/time_text.h"
#include "core/utf8.h"
#include "core/uuid.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace lambda_host {
namespace {

using core::json::Kind;
using core::json::Writer;

constexpr std::size_t kMaxErrorMessageBytes = 1024;

// "2025-02-22T03.03.25": no colons in the name of an object.
std::string object_key(const EndedEvent& event, core::WallTime now) {
  std::string folder = core::iso_date(now);
  std::replace(folder.begin(), folder.end(), '-', '/');
  std::string time = core::iso_seconds(now);
  std::replace(time.begin(), time.end(), ':', '.');
  return fmt::format("aws/lambda/async/{}/{}/{}-{}", event.function.name.get(), folder, time,
                     core::random_uuid());
}

// A handler in its own runtime may answer what isn't JSON.
void write_payload(Writer& writer, std::string_view name, const std::string& payload) {
  writer.key(name);
  if (payload.empty()) {
    writer.begin_object().end_object();
    return;
  }
  try {
    core::json::check_syntax(payload);
    writer.raw(payload);
  } catch (const core::json::ParseError&) {
    writer.string(core::to_utf8(payload));
  }
}

void write_request(Writer& writer, const EndedEvent& event) {
  writer.key("requestContext").begin_object();
  writer.member("requestId", event.request_id);
  writer.member("functionArn", qualified_arn(event.function));
  writer.member("condition", wire_name(event.end));
  writer.member("approximateInvokeCount", event.attempts).end_object();
}

void write_response(Writer& writer, const EventOutcome& outcome) {
  writer.key("responseContext").begin_object().member("statusCode", 200);
  writer.member("executedVersion", outcome.executed_version);
  if (outcome.function_error) writer.member("functionError", "Unhandled");
  writer.end_object();
  write_payload(writer, "responsePayload", outcome.payload);
}

std::string error_message(const std::string& payload) {
  try {
    const auto document = core::json::Document::parse(payload);
    if (!document.root().is(Kind::object)) return payload;
    const auto message = document.root().object().find("errorMessage");
    return message && message->is(Kind::string) ? std::string(message->string()) : payload;
  } catch (const core::json::ParseError&) {
    return core::to_utf8(payload);
  }
}

std::string shortened(std::string text) {
  text.resize(core::utf8_cut(text, kMaxErrorMessageBytes));
  return text;
}

std::string text_of(const std::string& payload) {
  return payload.empty() ? "{}" : payload;
}

}  // namespace

std::string write_stored_outcome(const EventOutcome& outcome) {
  Writer writer;
  writer.begin_object();
  if (outcome.end) writer.member("end", wire_name(*outcome.end));
  writer.member("version", outcome.executed_version);
  writer.member("function_error", outcome.function_error);
  writer.member("payload", core::to_utf8(outcome.payload)).end_object();
  return writer.take();
}

std::optional<EventOutcome> read_stored_outcome(std::string text) {
  if (text.empty()) return std::nullopt;
  const auto document = core::json::Document::parse(std::move(text));
  const auto stored = document.root().object();
  const auto version = stored.find("version");
  const auto error = stored.find("function_error");
  const auto payload = stored.find("payload");
  if (!version || !error || !payload) throw std::runtime_error("stored outcome: members missing");
  EventOutcome outcome;
  if (const auto end = stored.find("end")) outcome.end = event_end_of(end->string());
  outcome.executed_version = version->string();
  outcome.function_error = error->boolean();
  outcome.payload = payload->string();
  return outcome;
}

Notice invocation_record(const EndedEvent& event, const std::string& destination,
                         core::WallTime now) {
  Writer writer;
  writer.begin_object().member("version", "1.0");
  writer.member("timestamp", core::iso_milliseconds(now) + "Z");
  write_request(writer, event);
  write_payload(writer, "requestPayload", event.payload);
  if (event.outcome) write_response(writer, *event.outcome);
  writer.end_object();
  Notice notice{event.function.scope, destination, writer.take(), {}, {}, event.trace_header};
  if (destination_kind(destination) == DestinationKind::bucket) {
    notice.object_key = object_key(event, now);
  }
  return notice;
}

Notice dead_letter(const EndedEvent& event, const std::string& target) {
  const bool ran = event.outcome && event.outcome->function_error;
  Notice notice{event.function.scope, target, text_of(event.payload), {}, {}, event.trace_header};
  notice.attributes = {
      {"ErrorCode",    "Number", ran ? "200" : "429"                            },
      {"ErrorMessage", "String",
       ran ? shortened(error_message(event.outcome->payload)) : "Rate Exceeded."},
      {"RequestID",    "String", event.request_id                               },
  };
  return notice;
}

}  // namespace lambda_host
