#include "lambda-host/functions/function_documents.h"

#include "core/api_error.h"
#include "lambda-host/functions/function_json.h"

#include <doctest/doctest.h>

namespace function_documents_test {

namespace {

lambda_host::FunctionConfiguration example() {
  lambda_host::FunctionConfiguration f;
  f.scope = {core::AccountId("000000000000"), core::Region("us-east-1")};
  f.name = core::FunctionName("f");
  return f;
}

}  // namespace

TEST_CASE("a document is named after its function and what it is of it") {
  auto f = example();
  auto document = lambda_host::document_of(f);
  CHECK(document.part == lambda_host::FunctionPart::version);
  CHECK(document.scope == f.scope);
  CHECK(document.name == "f");
  CHECK(document.text == write_stored_configuration(f));
  f.version = "7";
  CHECK(lambda_host::document_of(f).name == "f:7");
  const lambda_host::Alias alias{"live", "7", "", {}, "r"};
  document = lambda_host::document_of(f.scope, f.name, alias);
  CHECK(document.part == lambda_host::FunctionPart::alias);
  CHECK(document.scope == f.scope);
  CHECK(document.name == "f:live");
  CHECK(document.text == write_stored_alias(alias));
}

TEST_CASE("a document without text goes") {
  const auto document = lambda_host::erased(lambda_host::document_of(example()));
  CHECK(document.name == "f");
  CHECK_FALSE(document.text);
}

TEST_CASE("modification times are whole milliseconds") {
  core::ManualClock clock;
  clock.advance(std::chrono::microseconds(1999));
  CHECK(lambda_host::modification_time(clock) ==
        std::chrono::floor<std::chrono::milliseconds>(clock.now()));
  CHECK(lambda_host::modification_time(clock) < clock.now());
}

TEST_CASE("only a revision that was given has to be the current one") {
  lambda_host::require_revision(std::nullopt, "r");
  lambda_host::require_revision("r", "r");
  CHECK_THROWS_WITH_AS(lambda_host::require_revision("other", "r"),
                       "The Revision Id provided does not match the latest Revision Id. Call the "
                       "GetFunction/GetAlias API to retrieve the latest Revision Id",
                       core::ApiError);
}

}  // namespace function_documents_test
