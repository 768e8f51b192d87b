#include "lambda-host/mappings/item_failures.h"

#include <doctest/doctest.h>

namespace item_failures_test {

using lambda_host::item_failures;

TEST_CASE("what an answer names as failed") {
  const auto failures = [](const std::string& answer) -> std::string {
    const auto document = core::json::Document::parse(answer);
    const auto identifiers = item_failures(document.root());
    if (!identifiers) return "not understood";
    std::string text;
    for (const std::string& each : *identifiers) text += "<" + each + ">";
    return text;
  };
  struct Case {
    const char* answer;
    const char* failed;
  };
  const Case cases[] = {
      {"null",                                                                    ""              },
      {"{}",                                                                      ""              },
      {"[]",                                                                      ""              },
      {R"("")",                                                                   ""              },
      {R"({"batchItemFailures":[]})",                                             ""              },
      {R"({"batchItemFailures":null})",                                           ""              },
      {R"({"batchItemFailures":[{"itemIdentifier":"a"}]})",                       "<a>"           },
      {R"({"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":""}]})", "<b><>"         },
      {R"({"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":1}]})",  "not understood"},
      {R"({"batchItemFailures":[{"itemIdentifier":null}]})",                      "not understood"},
      {R"({"batchItemFailures":[{"foo":"a"}]})",                                  "not understood"},
      {R"({"batchItemFailures":["a"]})",                                          "not understood"},
      {R"({"batchItemFailures":{}})",                                             "not understood"},
      {R"([1])",                                                                  "not understood"},
      {R"("x")",                                                                  "not understood"},
      {"false",                                                                   "not understood"},
      {"0",                                                                       "not understood"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.answer);
    CHECK(failures(c.answer) == c.failed);
  }
}

}  // namespace item_failures_test
