#include "lambda-host/mappings/message_batch.h"

#include "core/json/value.h"
#include "lambda-host/mappings/handler_answer.h"
#include "lambda-host/mappings/message_event.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace lambda_host {
namespace {

using Failed = std::optional<std::unordered_set<std::string>>;

std::unordered_set<std::string_view> ids_of(const std::vector<SourceMessage>& messages) {
  std::unordered_set<std::string_view> ids;
  ids.reserve(messages.size());
  for (const SourceMessage& message : messages) ids.insert(message.message_id);
  return ids;
}

Failed known_failures(const HandlerAnswer& answer, const std::vector<SourceMessage>& messages) {
  const auto& failures = answer.failures;
  if (!failures) return std::nullopt;
  const auto known = ids_of(messages);
  const bool are_known = std::all_of(failures->begin(), failures->end(),
                                     [&](const std::string& id) { return known.contains(id); });
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
    return known_failures(read_answer(answer, {true, false}), messages);
  } catch (const core::json::ParseError&) {
    return std::nullopt;
  }
}

}  // namespace lambda_host
