#include "lambda-host/mappings/batch_response.h"

#include "core/json/value.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace lambda_host {
namespace {

// A handler may name any number of records, however often: none of them is searched for one by one.
std::optional<std::size_t> index_of(const std::string& identifier,
                                    std::span<const streams::SourceRecord> records) {
  const auto sequence = core::parse_sequence_number(identifier);
  if (!sequence) return std::nullopt;
  const auto found = std::lower_bound(
      records.begin(), records.end(), *sequence,
      [](const auto& record, core::SequenceNumber number) { return record.sequence < number; });
  if (found == records.end() || found->sequence != *sequence) return std::nullopt;
  return static_cast<std::size_t>(found - records.begin());
}

std::size_t first_failed(const HandlerAnswer& answer,
                         std::span<const streams::SourceRecord> records) {
  if (!answer.failures) return 0;
  std::size_t first = records.size();
  for (const std::string& identifier : *answer.failures) {
    const auto index = index_of(identifier, records);
    if (!index) return 0;
    first = std::min(first, *index);
  }
  return first;
}

BatchOutcome outcome_of(HandlerAnswer answer, AnswerRules rules,
                        std::span<const streams::SourceRecord> records) {
  BatchOutcome outcome;
  if (rules.returns_state && !answer.state) return outcome;
  outcome.delivered = rules.reports_item_failures ? first_failed(answer, records) : records.size();
  outcome.failed = outcome.delivered < records.size();
  if (!outcome.failed || outcome.delivered > 0) outcome.state = std::move(answer.state);
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
    return outcome_of(read_answer(result.payload, rules), rules, records);
  } catch (const core::json::ParseError&) {
    return {};
  }
}

}  // namespace lambda_host
