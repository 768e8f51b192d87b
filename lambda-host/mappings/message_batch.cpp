#include "lambda-host/mappings/message_batch.h"

#include "core/json/value.h"
#include "lambda-host/mappings/item_failures.h"
#include "lambda-host/mappings/message_event.h"

#include <algorithm>
#include <utility>

namespace lambda_host {
namespace {

using Failed = std::optional<std::unordered_set<std::string>>;

bool has(const std::vector<SourceMessage>& messages, const std::string& id) {
  return std::any_of(messages.begin(), messages.end(),
                     [&](const SourceMessage& message) { return message.message_id == id; });
}

Failed read_answer(const core::json::Value& answer, const std::vector<SourceMessage>& messages) {
  const auto failures = item_failures(answer);
  if (!failures) return std::nullopt;
  const bool are_known = std::all_of(failures->begin(), failures->end(),
                                     [&](const std::string& id) { return has(messages, id); });
  if (!are_known) return std::nullopt;
  return std::unordered_set<std::string>(failures->begin(), failures->end());
}

}  // namespace

bool MessageBatch::add(SourceMessage& message, core::WallTime now) {
  if (!gauge_.add(message_event_bytes(message), now)) return false;
  messages_.push_back(std::move(message));
  return true;
}

std::optional<core::Duration> MessageBatch::left(core::WallTime now) const {
  const auto closes_at = gauge_.closes_at();
  if (!closes_at) return std::nullopt;
  return std::max(core::Duration::zero(), core::Duration(*closes_at - now));
}

std::vector<SourceMessage> MessageBatch::take() {
  gauge_.clear();
  return std::exchange(messages_, {});
}

Failed failed_messages(const std::string& answer, const std::vector<SourceMessage>& messages) {
  if (answer.empty()) return std::unordered_set<std::string>();
  try {
    return read_answer(core::json::Document::parse(answer).root(), messages);
  } catch (const core::json::ParseError&) {
    return std::nullopt;
  }
}

}  // namespace lambda_host
