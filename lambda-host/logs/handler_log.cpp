#include "lambda-host/logs/handler_log.h"

#include "core/time_text.h"
#include "core/uuid.h"
#include "lambda-host/invoker.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lambda_host {
namespace {

constexpr std::size_t kStreamIdDigits = 32;

}  // namespace

HandlerLog::HandlerLog(LogSink& sink, const core::Clock& clock, LogOrigin origin)
    : sink_(sink), clock_(clock), origin_(std::move(origin)) {}

void HandlerLog::write_output(std::string_view bytes) {
  std::vector<std::string> messages;
  splitter_.feed(bytes, messages);
  append(std::move(messages));
}

void HandlerLog::write_line(std::string line) {
  std::vector<std::string> messages;
  splitter_.finish(messages);
  if (!line.empty()) messages.push_back(std::move(line));
  append(std::move(messages));
}

void HandlerLog::begin_tail() {
  keeps_tail_ = true;
  tail_.clear();
}

std::string HandlerLog::take_tail() {
  keeps_tail_ = false;
  if (tail_.size() > kLogTailBytes) tail_.erase(0, tail_.size() - kLogTailBytes);
  return std::exchange(tail_, {});
}

void HandlerLog::append(std::vector<std::string> messages) {
  if (messages.empty() || muted_) return;
  const core::WallTime now = clock_.now();
  std::vector<LogEvent> events;
  events.reserve(messages.size());
  for (std::string& message : messages) {
    if (keeps_tail_) add_to_tail(message);
    events.push_back({now, std::move(message)});
  }
  // Cut now and then, not for every line.
  if (tail_.size() > 16 * kLogTailBytes) tail_.erase(0, tail_.size() - kLogTailBytes);
  sink_.append(origin_, std::move(events));
}

// The events of the tail are lines, whether their messages end in one or not (recorded answers).
void HandlerLog::add_to_tail(std::string_view message) {
  tail_.append(message);
  if (!message.ends_with('\n')) tail_.push_back('\n');
}

std::string make_stream_name(core::WallTime now, std::string_view version) {
  std::string date = core::iso_date(now);
  std::replace(date.begin(), date.end(), '-', '/');
  return fmt::format("{}/[{}]{}", date, version, core::random_hex(kStreamIdDigits));
}

}  // namespace lambda_host
