#include "lambda-host/mappings/failure_text.h"

#include <doctest/doctest.h>

namespace failure_text_test {

using lambda_host::failure_text;
using lambda_host::InvocationResult;

namespace {

InvocationResult failed(std::string payload, std::string error_type = "Runtime.Unknown") {
  InvocationResult result;
  result.status = InvocationResult::Status::function_error;
  result.payload = std::move(payload);
  result.error_type = std::move(error_type);
  return result;
}

}  // namespace

TEST_CASE("a failure's text is what the handler's error says") {
  CHECK(failure_text(failed(R"({"errorType":"TypeError","errorMessage":"no"})"), 0) ==
        "TypeError: no");
  CHECK(failure_text(failed(R"({"errorMessage":"no"})"), 0) == "Runtime.Unknown: no");
  CHECK(failure_text(failed(R"({"errorType":"TypeError"})"), 0) == "TypeError");
  CHECK(failure_text(failed(R"({"errorMessage":5})"), 0) == "Runtime.Unknown");
  CHECK(failure_text(failed("[]"), 0) == "Runtime.Unknown");
  CHECK(failure_text(failed("no JSON"), 0) == "Runtime.Unknown");
  CHECK(failure_text(failed("no JSON", ""), 0) == "Unhandled");
}

TEST_CASE("a long text is cut between characters") {
  const std::string long_text = R"({"errorType":"E","errorMessage":")" + std::string(600, 'x');
  CHECK(failure_text(failed(long_text + "\"}"), 0) == "E: " + std::string(497, 'x') + "…");
  std::string umlauts;
  for (int i = 0; i < 300; ++i) umlauts += "ä";
  const std::string text =
      failure_text(failed(R"({"errorType":"E","errorMessage":")" + umlauts + "\"}"), 0);
  CHECK(text == "E: " + umlauts.substr(0, 496) + "…");
  const std::string fits(497, 'x');
  CHECK(failure_text(failed(R"({"errorType":"E","errorMessage":")" + fits + "\"}"), 0) ==
        "E: " + fits);
}

TEST_CASE("a huge answer isn't parsed for its text") {
  const std::string huge(64 << 10, 'x');
  CHECK(failure_text(failed(R"({"errorMessage":")" + huge + "\"}", "Big"), 0) == "Big");
}

TEST_CASE("an answer that fails records says how many it leaves") {
  CHECK(failure_text({}, 0) == "the answer fails the first record or the whole batch");
  CHECK(failure_text({}, 3) == "the answer fails the records behind the first 3");
}

}  // namespace failure_text_test
