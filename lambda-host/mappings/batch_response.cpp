#include "lambda-host/mappings/batch_response.h"

#include "core/json/value.h"

#include <algorithm>
#include <optional>

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

}  // namespace

std::size_t first_failed_record(const std::string& answer,
                                std::span<const streams::SourceRecord> records) {
  if (answer.empty()) return records.size();
  try {
    const auto document = core::json::Document::parse(answer);
    return first_failed(document.root(), records);
  } catch (const core::json::ParseError&) {
    return 0;
  }
}

}  // namespace lambda_host
