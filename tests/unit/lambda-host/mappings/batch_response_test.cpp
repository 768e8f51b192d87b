#include "lambda-host/mappings/batch_response.h"

#include <doctest/doctest.h>

#include <vector>

TEST_CASE("what an answer says of its batch") {
  std::vector<streams::SourceRecord> records;
  for (std::uint64_t i = 1; i <= 3; ++i) records.push_back({core::SequenceNumber(i), {}, "{}"});
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
    CHECK(lambda_host::first_failed_record(c.answer, records) == c.first_failed);
  }
}
