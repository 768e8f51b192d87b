#include "core/api_error.h"
#include "core/clock.h"
#include "core/json/writer.h"
#include "core/limits.h"
#include "server/operations/logs/log_access.h"
#include "server/operations/logs/log_operations.h"
#include "server/operations/logs/log_tokens.h"
#include "storage/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace server::operations {
namespace {

namespace limits = core::limits;

struct InputEvent {
  std::int64_t timestamp = 0;
  std::string message;
};

constexpr std::int64_t in_milliseconds(std::chrono::hours hours) {
  return std::chrono::milliseconds(hours).count();
}

[[noreturn]] void throw_invalid_events(std::string message) {
  throw core::ApiError(core::ErrorCode::invalid_parameter, std::move(message));
}

std::vector<InputEvent> read_events(const core::json::Array& array) {
  std::vector<InputEvent> events;
  events.reserve(array.size());
  std::size_t batch_bytes = 0;
  array.for_each([&](const core::json::Value& value) {
    const auto event = value.object();
    events.push_back({event.find("timestamp")->whole().value_or(0),
                      std::string(event.find("message")->string())});
    const std::size_t bytes = events.back().message.size() + limits::kLogEventOverheadBytes;
    if (bytes > limits::kMaxLogEventBytes) {
      throw_invalid_events(fmt::format("Log event too large: {} bytes exceeds limit of {}", bytes,
                                       limits::kMaxLogEventBytes));
    }
    batch_bytes += bytes;
  });
  if (batch_bytes > limits::kMaxPutLogEventsBytes) {
    throw_invalid_events(fmt::format("Upload too large: {} bytes exceeds limit of {}", batch_bytes,
                                     limits::kMaxPutLogEventsBytes));
  }
  return events;
}

bool earlier(const InputEvent& a, const InputEvent& b) {
  return a.timestamp < b.timestamp;
}

// The events in time order are, as far as there are any: too old, expired, good, too new.
struct Partition {
  std::size_t too_old_end = 0;
  std::size_t expired_end = 0;
  std::size_t too_new_start = 0;

  std::size_t good_begin() const { return std::max(too_old_end, expired_end); }
  std::size_t good_end() const { return std::max(too_new_start, good_begin()); }
};

Partition partition(const std::vector<InputEvent>& events, const storage::LogGroup& group,
                    std::int64_t now) {
  const auto first_at = [&](std::int64_t time) {
    const auto found =
        std::lower_bound(events.begin(), events.end(), InputEvent{time, {}}, earlier);
    return static_cast<std::size_t>(found - events.begin());
  };
  Partition parts;
  parts.too_old_end = first_at(now - in_milliseconds(limits::kMaxLogEventAge));
  if (group.retention_days) {
    parts.expired_end =
        first_at(now - in_milliseconds(std::chrono::hours(24)) * *group.retention_days);
  }
  parts.too_new_start = first_at(now + in_milliseconds(limits::kMaxLogEventLead) + 1);
  return parts;
}

void check_span(const std::vector<InputEvent>& good) {
  if (good.empty()) return;
  if (good.back().timestamp - good.front().timestamp <=
      in_milliseconds(limits::kMaxPutLogEventsSpan)) {
    return;
  }
  throw_invalid_events(
      "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
}

std::string put_answer(const Partition& parts, std::size_t count, std::int64_t now) {
  core::json::Writer writer;
  writer.begin_object();
  writer.member("nextSequenceToken", std::string_view(digits56(now)));
  const bool too_new = parts.too_new_start < count;
  if (too_new || parts.good_begin() > 0) {
    writer.key("rejectedLogEventsInfo").begin_object();
    const auto index = [&](std::string_view name, std::size_t value) {
      writer.member(name, static_cast<std::int64_t>(value));
    };
    if (too_new) index("tooNewLogEventStartIndex", parts.too_new_start);
    if (parts.too_old_end > 0) index("tooOldLogEventEndIndex", parts.too_old_end);
    if (parts.expired_end > parts.too_old_end) {
      index("expiredLogEventEndIndex", parts.expired_end);
    }
    writer.end_object();
  }
  return writer.end_object().take();
}

void append(Services& services, const storage::LogStream& stream,
            const std::vector<InputEvent>& events, std::int64_t now) {
  std::vector<storage::NewLogEvent> views;
  views.reserve(events.size());
  for (const InputEvent& event : events) views.push_back({event.timestamp, event.message});
  services.logs.append(stream.group, stream.id, views, now);
  services.writer.count(storage::append_cost(views));
}

}  // namespace

void put_log_events(const Request& request, Services& services, Reply reply) {
  const auto& body = request.body;
  std::vector<InputEvent> events = read_events(body.find("logEvents")->array());
  if (!std::is_sorted(events.begin(), events.end(), earlier)) {
    throw_invalid_events(
        "Log events in a single PutLogEvents request must be in chronological order.");
  }
  const auto group = require_log_group(services, request.scope, body);
  auto stream = require_log_stream(services, group, body.find("logStreamName")->string());
  const std::int64_t now = core::epoch_milliseconds(services.clock.now());
  const Partition parts = partition(events, group, now);
  std::string answer = put_answer(parts, events.size(), now);
  events.resize(parts.good_end());
  events.erase(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(parts.good_begin()));
  check_span(events);
  services.writer.submit(
      [&services, stream = std::move(stream), events = std::move(events), now] {
        append(services, stream, events, now);
      },
      [reply = std::move(reply), answer = std::move(answer)](bool committed) mutable {
        if (committed) return reply(std::move(answer));
        reply(core::ApiError(core::ErrorCode::internal, "Internal server error"));
      });
}

}  // namespace server::operations
