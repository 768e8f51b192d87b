#include "lambda-host/mappings/event_payload.h"

#include "core/json/writer.h"
#include "core/time_text.h"

#include <string_view>

namespace lambda_host {
namespace {

constexpr std::string_view kBegin = "{\"Records\":[";
// A null in a list is one byte that is stored, and 14 of JSON; nothing grows more.
constexpr std::size_t kMostJsonPerByte = 16;
// What a record has beside keys and images: its names, ARN, number and date.
constexpr std::size_t kMostFrameBytes = 1024;

void append_records(std::string& payload, std::span<const streams::SourceRecord> records) {
  payload += kBegin;
  for (const auto& record : records) {
    if (&record != &records.front()) payload.push_back(',');
    payload += record.event.text();
  }
  payload.push_back(']');
}

std::size_t payload_bytes(std::span<const streams::SourceRecord> records) {
  std::size_t size = kPayloadFrameBytes;
  for (const auto& record : records) size += payload_share_bytes(record);
  return size;
}

// The members behind Records, as an object's.
std::string window_members(const WindowEvent& event) {
  core::json::Writer writer;
  writer.begin_object();
  writer.key("window").begin_object();
  writer.member("start", core::iso_seconds(event.window.start()) + "Z");
  writer.member("end", core::iso_seconds(event.window.end()) + "Z");
  writer.end_object();
  writer.key("state").raw(event.window.state());
  writer.member("shardId", event.shard.get());
  writer.member("eventSourceARN", event.stream.get());
  writer.member("isFinalInvokeForWindow", event.is_final);
  writer.member("isWindowTerminatedEarly", event.is_final && event.window.is_terminated_early());
  writer.end_object();
  return writer.take();
}

}  // namespace

std::string event_payload(std::span<const streams::SourceRecord> records) {
  std::string payload;
  payload.reserve(payload_bytes(records));
  append_records(payload, records);
  payload.push_back('}');
  return payload;
}

std::string window_payload(std::span<const streams::SourceRecord> records,
                           const WindowEvent& event) {
  std::string members = window_members(event);
  members.front() = ',';
  std::string payload;
  payload.reserve(payload_bytes(records) + members.size());
  append_records(payload, records);
  payload += members;
  return payload;
}

std::size_t payload_share_bytes(const streams::SourceRecord& record) {
  return record.event.size() + 1;
}

std::size_t most_payload_bytes(std::size_t records, std::size_t stored_bytes) {
  return records * kMostFrameBytes + stored_bytes * kMostJsonPerByte;
}

}  // namespace lambda_host
