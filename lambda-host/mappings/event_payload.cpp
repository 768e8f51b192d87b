#include "lambda-host/mappings/event_payload.h"

namespace lambda_host {

std::string event_payload(std::span<const streams::SourceRecord> records) {
  std::size_t size = kPayloadFrameBytes;
  for (const auto& record : records) size += payload_share_bytes(record);
  std::string payload;
  payload.reserve(size);
  payload = "{\"Records\":[";
  for (const auto& record : records) {
    if (&record != &records.front()) payload.push_back(',');
    payload += record.event.text();
  }
  payload += "]}";
  return payload;
}

std::size_t payload_share_bytes(const streams::SourceRecord& record) {
  return record.event.size() + 1;
}

}  // namespace lambda_host
