#include "lambda-host/mappings/batch_response.h"

#include <doctest/doctest.h>

#include <vector>

namespace batch_response_test {

using lambda_host::AnswerRules;
using lambda_host::batch_outcome;
using lambda_host::InvocationResult;

namespace {

std::vector<streams::SourceRecord> three_records() {
  std::vector<streams::SourceRecord> records;
  for (std::uint64_t i = 1; i <= 3; ++i) records.push_back({core::SequenceNumber(i), {}, "{}"});
  return records;
}

InvocationResult ok(std::string payload) {
  InvocationResult result;
  result.payload = std::move(payload);
  return result;
}

}  // namespace

TEST_CASE("what an answer says of its batch") {
  const auto records = three_records();
  const auto failure = [](std::uint64_t number) {
    return R"({"itemIdentifier":")" + core::sequence_number_text(core::SequenceNumber(number)) +
           "\"}";
  };
  const auto failures = [](const std::string& list) {
    return R"({"batchItemFailures":[)" + list + "]}";
  };
  struct Case {
    std::string answer;
    std::size_t first_failed;
  };
  const Case cases[] = {
      {"",                                             3},
      {"null",                                         3},
      {"{}",                                           3},
      {"[]",                                           3},
      {"\"\"",                                         3},
      {R"({"batchItemFailures":[]})",                  3},
      {R"({"batchItemFailures":null})",                3},
      {R"({"state":{}})",                              3},
      {failures(failure(2)),                           1},
      {failures(failure(3) + "," + failure(2)),        1},
      {failures(failure(1)),                           0},
      {failures(failure(4)),                           0},
      {failures(failure(3) + "," + failure(9)),        0},
      {failures(R"({"itemIdentifier":"123"})"),        0},
      {failures(R"({"itemIdentifier":""})"),           0},
      {failures(R"({"itemIdentifier":null})"),         0},
      {failures(R"({"foo":"100000000000000000002"})"), 0},
      {failures("1"),                                  0},
      {R"({"batchItemFailures":1})",                   0},
      {"\"done\"",                                     0},
      {"{",                                            0},
  };
  for (const Case& c : cases) {
    CAPTURE(c.answer);
    const auto outcome = batch_outcome(ok(c.answer), {true, false}, records);
    CHECK(outcome.delivered == c.first_failed);
    CHECK(outcome.failed == (c.first_failed < 3));
    CHECK_FALSE(outcome.state);
  }
}

TEST_CASE("an answer that nobody reads is good, whatever it is") {
  const auto records = three_records();
  for (const char* answer : {"", "{", "1", R"({"batchItemFailures":1})"}) {
    CAPTURE(answer);
    const auto outcome = batch_outcome(ok(answer), {}, records);
    CHECK(outcome.delivered == 3);
    CHECK_FALSE(outcome.failed);
  }
}

TEST_CASE("an error fails the batch, whatever its answer says") {
  InvocationResult result = ok(R"({"state":{}})");
  result.status = InvocationResult::Status::function_error;
  for (const AnswerRules rules : {
           AnswerRules{     },
           AnswerRules{  true, false},
           AnswerRules{ false,  true}
  }) {
    const auto outcome = batch_outcome(result, rules, three_records());
    CHECK(outcome.delivered == 0);
    CHECK(outcome.failed);
    CHECK_FALSE(outcome.state);
  }
}

TEST_CASE("with windows an answer without a state fails the batch") {
  const auto records = three_records();
  for (const char* answer : {"", "null", "{}", "[]", "1", "{", R"({"state":null})",
                             R"({"state":1})", R"({"batchItemFailures":[]})"}) {
    CAPTURE(answer);
    for (const bool reports : {false, true}) {
      const auto outcome = batch_outcome(ok(answer), {reports, true}, records);
      CHECK(outcome.delivered == 0);
      CHECK(outcome.failed);
    }
  }
  const auto good = batch_outcome(ok(R"({"state":{"a":[1]},"x":2})"), {false, true}, records);
  CHECK_FALSE(good.failed);
  CHECK(good.delivered == 3);
  CHECK(good.state == R"({"a":[1]})");
  const auto last = batch_outcome(ok(R"({"state":{}})"), {false, true}, {});
  CHECK_FALSE(last.failed);
  CHECK(last.state == "{}");
}

TEST_CASE("a state counts as far as the records do") {
  const auto records = three_records();
  const auto answer = [](std::uint64_t failed) {
    return ok(R"({"state":{"n":1},"batchItemFailures":[{"itemIdentifier":")" +
              core::sequence_number_text(core::SequenceNumber(failed)) + "\"}]}");
  };
  const auto partly = batch_outcome(answer(2), {true, true}, records);
  CHECK(partly.delivered == 1);
  CHECK(partly.failed);
  CHECK(partly.state == R"({"n":1})");
  const auto none = batch_outcome(answer(1), {true, true}, records);
  CHECK(none.delivered == 0);
  CHECK_FALSE(none.state);
  CHECK(batch_outcome(ok(R"({"state":{},"batchItemFailures":[]})"), {true, true}, records).state);
}

TEST_CASE("an answer may name any records of a batch with gaps, each many times") {
  std::vector<streams::SourceRecord> records;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    records.push_back({core::SequenceNumber(10 + 2 * i), {}, "{}"});
  }
  const auto delivered = [&](const std::vector<std::uint64_t>& failed) {
    std::string list;
    for (const std::uint64_t number : failed) {
      const std::string id = core::sequence_number_text(core::SequenceNumber(number));
      list += (list.empty() ? "" : ",") + (R"({"itemIdentifier":")" + id + "\"}");
    }
    return batch_outcome(ok(R"({"batchItemFailures":[)" + list + "]}"), {true, false}, records)
        .delivered;
  };
  CHECK(delivered({10}) == 0);
  CHECK(delivered({12}) == 1);
  CHECK(delivered({20'008}) == 9'999);
  CHECK(delivered({20'008, 5'010, 20'008, 5'010}) == 2'500);
  for (const std::uint64_t unknown : {9, 11, 20'007, 20'009, 20'010}) {
    CAPTURE(unknown);
    CHECK(delivered({20'008, unknown}) == 0);
  }
  std::vector<std::uint64_t> many;
  for (std::uint64_t i = 0; i < 90'000; ++i) many.push_back(20'008 - 2 * (i % 5'000));
  CHECK(delivered(many) == 5'000);
}

}  // namespace batch_response_test
