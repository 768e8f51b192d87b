#include "server/seeds/request.h"

#include <doctest/doctest.h>

namespace request_test {

using namespace server::seeds;

namespace {

const core::Scope kScope{core::AccountId("000000000042"), core::Region("eu-west-1")};

std::string header(const server::client::HttpQuestion& question, std::string_view name) {
  for (const auto& [known, value] : question.headers) {
    if (known == name) return value;
  }
  return "";
}

}  // namespace

TEST_CASE("each protocol's call has its references replaced in its own way") {
  const Known known = {
      {"r", "a b\"c"}
  };
  const auto json =
      question_of(dynamodb("PutItem", Value().set("x", list_value({text_value(reference("r"))}))),
                  kScope, known);
  CHECK(header(json, "X-Amz-Target") == "DynamoDB_20120810.PutItem");
  CHECK(json.body == R"({"x":["a b\"c"]})");
  const auto queue = question_of(sqs("CreateQueue", Value().set("a", "b")), kScope, known);
  CHECK(header(queue, "X-Amz-Target") == "AmazonSQS.CreateQueue");
  const auto form =
      question_of(sns("Publish", Value().set("Message", reference("r"))), kScope, known);
  CHECK(form.body == "Message=a+b%22c&Action=Publish&Version=2010-03-31");
  const auto rest = question_of(
      lambda("PUT", "/f/" + reference("r"), Value().set("y", reference("r"))), kScope, known);
  CHECK(rest.method == "PUT");
  CHECK(rest.target == "/f/a%20b%22c");
  CHECK(rest.body == R"({"y":"a b\"c"})");
  CHECK(question_of(lambda("GET", "/f"), kScope, known).body.empty());
  const auto bytes = question_of(s3("PUT", "/b/k", "\x01\x02"), kScope, known);
  CHECK(bytes.body == "\x01\x02");
  CHECK(header(bytes, "Authorization").find("/s3/") != std::string::npos);
  CHECK_THROWS_AS(question_of(lambda("GET", reference("none")), kScope, known), UnknownReference);
}

}  // namespace request_test
