#include "lambda-host/mappings/message_batch.h"

#include "core/json/value.h"
#include "core/limits.h"
#include "lambda-host/mappings/message_event.h"

#include <algorithm>
#include <utility>

namespace lambda_host {
namespace {

using core::json::Kind;
using core::json::Value;

// An event is as large as an invocation's payload may be; texts grow as they are quoted.
constexpr std::size_t kMaxEventBytes = 6 * core::limits::kMegabyte;

bool has(const std::vector<SourceMessage>& messages, std::string_view id) {
  return std::any_of(messages.begin(), messages.end(),
                     [&](const SourceMessage& message) { return message.message_id == id; });
}

std::optional<std::unordered_set<std::string>> read_failures(
    const Value& failures, const std::vector<SourceMessage>& messages) {
  if (!failures.is(Kind::array)) return std::nullopt;
  std::unordered_set<std::string> failed;
  bool understood = true;
  failures.array().for_each([&](const Value& failure) {
    const auto id =
        failure.is(Kind::object) ? failure.object().find("itemIdentifier") : std::optional<Value>();
    understood = understood && id && id->is(Kind::string) && has(messages, id->string());
    if (understood) failed.emplace(id->string());
  });
  if (!understood) return std::nullopt;
  return failed;
}

// Empty answers of any kind mean success.
std::optional<std::unordered_set<std::string>> read_answer(
    const Value& answer, const std::vector<SourceMessage>& messages) {
  const std::unordered_set<std::string> none;
  switch (answer.kind()) {
    case Kind::null: return none;
    case Kind::object: {
      const auto failures = answer.object().find("batchItemFailures");
      return failures ? read_failures(*failures, messages) : none;
    }
    case Kind::string:
      if (answer.string().empty()) return none;
      return std::nullopt;
    case Kind::array:
      if (answer.array().empty()) return none;
      return std::nullopt;
    case Kind::boolean:
    case Kind::number: return std::nullopt;
  }
  __builtin_unreachable();
}

}  // namespace

bool MessageBatch::has_room_for(const SourceMessage& message) const {
  return messages_.empty() ||
         (messages_.size() < size_ && bytes_ + message_event_bytes(message) <= kMaxEventBytes);
}

void MessageBatch::add(SourceMessage message, core::WallTime now) {
  if (messages_.empty()) opened_at_ = now;
  bytes_ += message_event_bytes(message);
  messages_.push_back(std::move(message));
}

bool MessageBatch::is_ready(core::WallTime now) const {
  return !messages_.empty() && (messages_.size() >= size_ || now - opened_at_ >= window_);
}

std::optional<core::Duration> MessageBatch::left(core::WallTime now) const {
  if (messages_.empty()) return std::nullopt;
  return std::max(core::Duration::zero(), window_ - (now - opened_at_));
}

void MessageBatch::date_back(core::WallTime now) {
  opened_at_ = std::min(opened_at_, now);
}

std::vector<SourceMessage> MessageBatch::take() {
  bytes_ = 0;
  return std::exchange(messages_, {});
}

std::optional<std::unordered_set<std::string>> failed_messages(
    const std::string& answer, const std::vector<SourceMessage>& messages) {
  if (answer.empty()) return std::unordered_set<std::string>();
  try {
    return read_answer(core::json::Document::parse(answer).root(), messages);
  } catch (const core::json::ParseError&) {
    return std::nullopt;
  }
}

}  // namespace lambda_host
