#pragma once

#include "lambda-host/invoker.h"
#include "lambda-host/mappings/handler_answer.h"
#include "streams/stream_source.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace lambda_host {

// What became of a batch.
struct BatchOutcome {
  std::size_t delivered = 0;         // records that are done, from the first one on
  std::optional<std::string> state;  // JSON, for the window's next invocation
  bool failed = true;                // else all is done
};

// By these rules the result of an invocation with these records, in sequence order, says so.
// Without rules an answer is ignored. With windows one without a state (an object) fails the batch
// (Lambda guide, "Stateful processing in DynamoDB"); a state counts as far as its records do: not
// when none is done.
BatchOutcome batch_outcome(const InvocationResult& result, AnswerRules rules,
                           std::span<const streams::SourceRecord> records);

}  // namespace lambda_host
