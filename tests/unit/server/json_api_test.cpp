#include "server/json_api.h"

#include "server/protocol/crc32.h"
#include "server/protocol/gzip.h"
#include "tests/support/engine.h"
#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace tests {
namespace {

constexpr const char* kJson = "application/x-amz-json-1.0";
constexpr const char* kSigned =
    "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, "
    "SignedHeaders=host, Signature=b";

core::HttpResponse answer_to(std::string body, const std::map<std::string, std::string>& headers,
                             std::string_view method = "POST") {
  Engine engine;
  const FakeHeaders given(HeaderList(headers.begin(), headers.end()));
  core::HttpResponse answer{0, {}, {}, {}};
  server::serve_json_api({method, "/", given, std::move(body)}, engine.services,
                         [&](core::HttpResponse response) { answer = std::move(response); });
  return answer;
}

std::map<std::string, std::string> signed_call(std::string_view operation) {
  return {
      {"Content-Type",  kJson                                        },
      {"X-Amz-Target",  "DynamoDB_20120810." + std::string(operation)},
      {"X-Amz-Date",    "20260101T000000Z"                           },
      {"Authorization", kSigned                                      },
  };
}

std::string header(const core::HttpResponse& response, std::string_view name) {
  const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                  [&](const auto& each) { return each.first == name; });
  return found == response.headers.end() ? "" : found->second;
}

std::string error_type(std::string_view name) {
  return R"({"__type":"com.amazon.coral.service#)" + std::string(name) + R"("})";
}

}  // namespace

TEST_CASE("requests are refused in AWS's order: media type, JSON, target, signature, body") {
  using Headers = std::map<std::string, std::string>;
  struct Case {
    const char* body;
    Headers headers;
    int status;
    std::string answer;
  };
  const std::string not_found = "<UnknownOperationException/>\n";
  const std::string target = "DynamoDB_20120810.ListTables";
  Headers without_type = signed_call("ListTables");
  without_type.erase("Content-Type");
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {"{}", {}, 404, not_found},
      {"hi", {{"Content-Type", "application/x-amz-json-1.1"}}, 404, not_found},
      {"hi", {{"Content-Type", kJson}}, 400, error_type("SerializationException")},
      {"{}", {{"Content-Type", kJson}}, 400, error_type("UnknownOperationException")},
      {"", {}, 400, error_type("UnknownOperationException")},
      {"", {{"X-Amz-Target", "whatever"}}, 400, error_type("UnknownOperationException")},
      {"", {{"X-Amz-Target", target}}, 400,
       R"({"__type":"com.amazon.coral.service#MissingAuthenticationTokenException",)"
       R"("message":"Request is missing Authentication Token"})"},
      {"", without_type, 400, error_type("SerializationException")},
      {"{}", signed_call("ListTables"), 200, R"({"TableNames":[]})"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.body);
    CAPTURE(c.answer);
    const core::HttpResponse response = answer_to(c.body, c.headers);
    CHECK(response.status == c.status);
    CHECK(response.body == c.answer);
    CHECK(header(response, "x-amz-crc32") == std::to_string(server::protocol::crc32(c.answer)));
  }
  CHECK(answer_to("", {}, "PUT").status == 404);
}

TEST_CASE("a request of more than 16 MB is too large, zipped or not") {
  const std::string large((16 << 20) + 1, ' ');
  const core::HttpResponse plain = answer_to(large, signed_call("ListTables"));
  CHECK(plain.status == 413);
  CHECK(header(plain, "Transfer-Encoding") == "chunked");
  auto headers = signed_call("ListTables");
  headers["Content-Encoding"] = "gzip";
  CHECK(answer_to(server::protocol::gzip(large), headers).status == 413);
  CHECK(answer_to(server::protocol::gzip(std::string(16 << 20, ' ')), headers).status == 400);
}

TEST_CASE("a request may come as gzip") {
  auto headers = signed_call("ListTables");
  headers["Content-Encoding"] = "gzip";
  CHECK(answer_to(server::protocol::gzip("{}"), headers).body == R"({"TableNames":[]})");
  const core::HttpResponse damaged = answer_to("{}", headers);
  CHECK(damaged.status == 400);
  CHECK(damaged.body == error_type("SerializationException"));
}

TEST_CASE("a large answer leaves as gzip when the request accepts it, its checksum as sent") {
  const std::string many(2000, 'x');
  auto headers = signed_call("ListTables");
  headers["Accept-Encoding"] = "deflate, gzip";
  CHECK(header(answer_to("{}", headers), "Content-Encoding").empty());  // too short to be worth it
  const std::string name = R"({"ExclusiveStartTableName":")" + many + R"("})";
  const core::HttpResponse zipped = answer_to(name, headers);
  CHECK(header(zipped, "Content-Encoding") == "gzip");
  CHECK(header(zipped, "x-amz-crc32") == std::to_string(server::protocol::crc32(zipped.body)));
  const auto text = server::protocol::gunzip(zipped.body, 1 << 20).bytes;
  CHECK(text.find("failed to satisfy constraint") != std::string::npos);
  CHECK(zipped.body.size() < text.size());
  headers["Accept-Encoding"] = "identity";
  CHECK(answer_to(name, headers).body == text);
}

}  // namespace tests
