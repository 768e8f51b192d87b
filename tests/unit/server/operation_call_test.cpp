#include "server/operation_call.h"

#include "core/limits.h"
#include "server/protocol/content_coding.h"
#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace operation_call_test {

using namespace server;

namespace {

tests::FakeHeaders coded(const char* coding) {
  return tests::FakeHeaders(tests::HeaderList{
      {"Content-Encoding", coding}
  });
}

std::string taken(const tests::FakeHeaders& headers, std::string body) {
  core::HttpRequest request{"POST", "/", headers, std::move(body)};
  try {
    return take_body(request);
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code()));
  }
}

}  // namespace

TEST_CASE("a target is an operation with an input, or none") {
  CHECK(require_call("DynamoDB_20120810.GetItem").operation.target == "DynamoDB_20120810.GetItem");
  CHECK(require_call("AmazonSQS.SendMessage").operation.target == "AmazonSQS.SendMessage");
  CHECK_THROWS_AS(require_call("DynamoDB_20120810.Fly"), core::ApiError);
  CHECK_THROWS_AS(require_call(""), core::ApiError);
}

TEST_CASE("a body is taken as it is, or unpacked") {
  CHECK(taken(tests::FakeHeaders(), "{}") == "{}");
  CHECK(taken(coded("gzip"), protocol::encode("{}", protocol::ContentCoding::gzip)) == "{}");
  CHECK(taken(coded("gzip"), "{}") == "InternalServerError");
  CHECK(taken(coded("br"), "{}") == "InternalServerError");
  CHECK(taken(coded("gzip"), protocol::encode(std::string(core::limits::kMaxRequestBytes + 1, ' '),
                                              protocol::ContentCoding::gzip)) ==
        "RequestEntityTooLargeException");
}

TEST_CASE("what takes long to read is read elsewhere") {
  const auto long_one = [](const tests::FakeHeaders& headers, std::size_t bytes) {
    return reads_long({"POST", "/", headers, std::string(bytes, ' ')});
  };
  CHECK_FALSE(long_one(tests::FakeHeaders(), 256 * 1024));
  CHECK(long_one(tests::FakeHeaders(), 256 * 1024 + 1));
  CHECK_FALSE(long_one(coded("gzip"), 256));
  CHECK(long_one(coded("gzip"), 257));
}

TEST_CASE("what is thrown while it is read is kept for the answer") {
  const tests::FakeHeaders headers;
  Incoming incoming{
      {"POST", "/", headers, ""},
      "T"
  };
  read(incoming, [](Incoming&) { throw no_room(); });
  REQUIRE(incoming.failure);
  CHECK_THROWS_WITH(std::rethrow_exception(incoming.failure),
                    "As much is waiting as --memory-budget allows. Try again later.");
  incoming.failure = nullptr;
  read(incoming, [](Incoming& read) { read.target = "U"; });
  CHECK_FALSE(incoming.failure);
  CHECK(incoming.target == "U");
}

TEST_CASE("an operation that has much to read of a long body reads it ahead") {
  const tests::FakeHeaders headers;
  const auto incoming = [&](const char* target, std::string json, std::size_t bytes) {
    Incoming made{
        {"POST", "/", headers, ""},
        target
    };
    made.operation = &require_call(target).operation;
    made.document = core::json::Document::parse(json + std::string(bytes - json.size(), ' '));
    return made;
  };
  constexpr std::size_t kMost = std::size_t{128} * 1024;
  constexpr const char* kBatch = "DynamoDB_20120810.BatchWriteItem";
  constexpr const char* kPut = R"({"RequestItems":{"T":[{"PutRequest":{"Item":{}}}]}})";
  CHECK(reads_ahead(incoming(kBatch, kPut, kMost + 1)));
  CHECK_FALSE(reads_ahead(incoming(kBatch, kPut, kMost)));
  CHECK_FALSE(reads_ahead(incoming("DynamoDB_20120810.Scan", "{}", kMost + 1)));
  CHECK_FALSE(reads_ahead(Incoming{
      {"POST", "/", headers, ""},
      kBatch
  }));

  Incoming good = incoming(kBatch, kPut, kMost + 1);
  read_ahead(good);
  CHECK(good.ahead);
  CHECK_FALSE(good.ahead_failure);
  Incoming bad = incoming(kBatch, R"({"RequestItems":{}})", kMost + 1);
  read_ahead(bad);
  CHECK_FALSE(bad.ahead);
  CHECK_THROWS_WITH(std::rethrow_exception(bad.ahead_failure),
                    "The requestItems parameter is required for BatchWriteItem");
}

TEST_CASE("an error leaves in the words of its front end") {
  const auto told = [](core::FrontEnd front_end) {
    try {
      in_words_of(front_end, [] { throw internal_error(); });
    } catch (const core::ApiError& error) {
      return error.message();
    }
    return std::string();
  };
  CHECK(told(core::FrontEnd::current) == "Internal server error");
}

}  // namespace operation_call_test
