#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lambda_host {

// How a mapping reads its handler's answers.
struct AnswerRules {
  bool reports_item_failures = false;  // FunctionResponseTypes: ReportBatchItemFailures
  bool returns_state = false;          // it has tumbling windows
};

// What a handler's answer says. An answer may have millions of values: none is kept but what
// counts.
struct HandlerAnswer {
  // The identifiers of records or messages that failed. None for an answer that is empty in
  // whatever way, which means success, as recorded on AWS; nullopt for one that isn't understood,
  // which fails the whole batch. So does an identifier of nothing in the batch, which is for the
  // caller to see.
  std::optional<std::vector<std::string>> failures;
  std::optional<std::string> state;  // JSON, an object
};

// As far as the rules ask for it. Throws core::json::ParseError for text that isn't JSON.
HandlerAnswer read_answer(const std::string& answer, AnswerRules rules);

}  // namespace lambda_host
