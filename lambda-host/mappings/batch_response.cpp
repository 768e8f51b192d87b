#include "lambda-host/mappings/batch_response.h"

#include "core/json/value.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace lambda_host {
namespace {

using core::json::Kind;
using core::json::Value;

// nullopt when the failure doesn't name a record of the batch.
std::optional<std::size_t> failed_index(const Value& failure,
                                        std::span<const streams::SourceRecord> records) {
  if (!failure.is(Kind::object)) return std::nullopt;
  const auto identifier = failure.object().find("itemIdentifier");
  if (!identifier || !identifier->is(Kind::string)) return std::nullopt;
  const auto sequence = core::parse_sequence_number(identifier->string());
  const auto found = std::find_if(records.begin(), records.end(),
                                  [&](const auto& record) { return record.sequence == sequence; });
  if (found == records.end()) return std::nullopt;
  return static_cast<std::size_t>(found - records.begin());
}

// Empty answers of any kind mean success, as recorded on AWS.
bool is_empty(const Value& answer) {
  switch (answer.kind()) {
    case Kind::null: return true;
    case Kind::string: return answer.string().empty();
    case Kind::array: return answer.array().empty();
    case Kind::object: return !answer.object().find("batchItemFailures");
    case Kind::boolean:
    case Kind::number: return false;
  }
  __builtin_unreachable();
}

std::size_t first_failed(const Value& answer, std::span<const streams::SourceRecord> records) {
  if (is_empty(answer)) return records.size();
  if (!answer.is(Kind::object)) return 0;
  const Value failures = *answer.object().find("batchItemFailures");
  if (!failures.is(Kind::array)) return 0;
  std::size_t first = records.size();
  bool understood = true;
  failures.array().for_each([&](const Value& failure) {
    const auto index = failed_index(failure, records);
    understood = understood && index;
    if (index) first = std::min(first, *index);
  });
  return understood ? first : 0;
}

std::optional<std::string> state_of(const Value& answer) {
  if (!answer.is(Kind::object)) return std::nullopt;
  const auto state = answer.object().find("state");
  if (!state || !state->is(Kind::object)) return std::nullopt;
  return state->text();
}

BatchOutcome outcome_of(const Value& answer, AnswerRules rules,
                        std::span<const streams::SourceRecord> records) {
  BatchOutcome outcome;
  auto state = rules.returns_state ? state_of(answer) : std::nullopt;
  if (rules.returns_state && !state) return outcome;
  outcome.delivered = rules.reports_item_failures ? first_failed(answer, records) : records.size();
  outcome.failed = outcome.delivered < records.size();
  if (!outcome.failed || outcome.delivered > 0) outcome.state = std::move(state);
  return outcome;
}

}  // namespace

BatchOutcome batch_outcome(const InvocationResult& result, AnswerRules rules,
                           std::span<const streams::SourceRecord> records) {
  if (result.status != InvocationResult::Status::ok) return {};
  const bool is_ignored = !rules.reports_item_failures && !rules.returns_state;
  // No answer at all is as good as null.
  if (is_ignored || (result.payload.empty() && !rules.returns_state)) {
    return {records.size(), std::nullopt, false};
  }
  try {
    const auto document = core::json::Document::parse(result.payload);
    return outcome_of(document.root(), rules, records);
  } catch (const core::json::ParseError&) {
    return {};
  }
}

}  // namespace lambda_host
