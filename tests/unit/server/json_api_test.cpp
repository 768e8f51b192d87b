#include "server/json_api.h"

#include "server/protocol/content_coding.h"
#include "server/protocol/crc32.h"
#include "tests/support/engine.h"
#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tests::json_api_test {
namespace {

using server::protocol::ContentCoding;
using server::protocol::decode;
using server::protocol::encode;

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

TEST_CASE("what changes tables waits for writes that came before, in turns of the usual size") {
  Engine engine;
  std::vector<std::string> order;
  std::deque<FakeHeaders> kept;  // while requests wait
  const auto send = [&](const char* operation, std::string body) {
    const auto headers = signed_call(operation);
    kept.emplace_back(HeaderList(headers.begin(), headers.end()));
    server::serve_json_api({"POST", "/", kept.back(), std::move(body)}, engine.services,
                           [&order, operation](const core::HttpResponse& response) {
                             CHECK(response.status == 200);
                             order.emplace_back(operation);
                           });
  };
  const auto table = [](const std::string& name) {
    return R"({"TableName":")" + name +
           R"(","BillingMode":"PAY_PER_REQUEST",)"
           R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
           R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})";
  };
  const auto end_turn = [&] {
    for (auto& end : std::exchange(engine.deferred, {})) end();
  };
  send("CreateTable", table("One"));
  CHECK(order.size() == 1);
  constexpr int kPuts = 25;  // more than a turn may write
  for (int n = 0; n < kPuts; ++n) {
    send("PutItem", R"({"TableName":"One","Item":{"id":{"S":")" + std::to_string(n) +
                        R"("},"x":{"S":")" + std::string(390'000, 'x') + R"("}}})");
  }
  send("CreateTable", table("Two"));
  send("DescribeTable", R"({"TableName":"One"})");
  CHECK(order.back() == "DescribeTable");
  send("DeleteItem", R"({"TableName":"One","Key":{"id":{"S":"0"}}})");
  end_turn();
  CHECK(order.size() < kPuts);
  CHECK(order.back() == "PutItem");
  end_turn();  // others come first
  end_turn();
  CHECK(order.size() == kPuts + 3);
  CHECK(order.back() == "CreateTable");
  engine.run_turn();
  CHECK(order.back() == "DeleteItem");
}

TEST_CASE("DescribeEndpoints names the address at which the client came") {
  auto headers = signed_call("DescribeEndpoints");
  const auto address = [](const std::string& host) {
    return R"({"Endpoints":[{"Address":")" + host + R"(","CachePeriodInMinutes":1440}]})";
  };
  CHECK(answer_to("{}", headers).body == address("localhost"));
  headers["Host"] = "db.test:8123";
  CHECK(answer_to("{}", headers).body == address("db.test:8123"));
}

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
  CHECK(answer_to(encode(large, ContentCoding::gzip), headers).status == 413);
  CHECK(answer_to(encode(std::string(16 << 20, ' '), ContentCoding::gzip), headers).status == 400);
}

TEST_CASE("a request for whose body there was no room is told to come again") {
  Engine engine;
  const FakeHeaders headers(HeaderList{
      {"Content-Type", kJson                         },
      {"X-Amz-Target", "DynamoDB_20120810.ListTables"}
  });
  core::HttpResponse answer;
  server::serve_json_api(
      {.method = "POST", .target = "/", .headers = headers, .body = {}, .no_room_for_body = true},
      engine.services, [&](core::HttpResponse response) { answer = std::move(response); });
  CHECK(answer.status == 503);
  CHECK(answer.body ==
        R"({"__type":"com.amazonaws.dynamodb.v20120810#ServiceUnavailableException",)"
        R"("message":"As much is waiting as --memory-budget allows. Try again later."})");
}

TEST_CASE("a request may come as gzip or deflate, and must be what it says") {
  auto headers = signed_call("ListTables");
  struct Case {
    const char* coding;
    std::string body;
    int status;
  };
  const std::string zipped = encode("{}", ContentCoding::gzip);
  const Case cases[] = {
      {"gzip",    zipped,      200                    },
      {"GZIP",    zipped,      200                    },
      {"deflate", encode("{}", ContentCoding::deflate), 200},
      {"identity",         "{}",           200                     },
      {"gzip",         "{}",               500    },
      {"gzip",         "",               500                       },
      {"gzip",         zipped.substr(0,               zipped.size() - 1),500},
      {"deflate",      "",                 500                                        },
      {"garbage",      "{}", 500},
  };
  for (const Case& c : cases) {
    CAPTURE(c.coding);
    headers["Content-Encoding"] = c.coding;
    const core::HttpResponse answer = answer_to(c.body, headers);
    CHECK(answer.status == c.status);
    CHECK(answer.body == (c.status == 200 ? R"({"TableNames":[]})"
                                          : R"({"__type":"com.amazonaws.dynamodb.v20120810#)"
                                            R"(InternalServerError","message":"Internal server )"
                                            R"(error"})"));
  }
}

TEST_CASE("a large answer leaves as the request likes it best, its checksum as sent") {
  const std::string many(4096, 'x');
  auto headers = signed_call("ListTables");
  headers["Accept-Encoding"] = "gzip";
  CHECK(
      header(answer_to("{}", headers), "Content-Encoding").empty());  // AWS sends up to 4 KB as is
  const std::string name = R"({"ExclusiveStartTableName":")" + many + R"("})";
  headers["Accept-Encoding"] = "identity";
  const std::string text = answer_to(name, headers).body;
  CHECK(text.find("failed to satisfy constraint") != std::string::npos);
  for (const ContentCoding coding : {ContentCoding::gzip, ContentCoding::deflate}) {
    headers["Accept-Encoding"] = std::string(server::protocol::coding_name(coding)) + ", br";
    const core::HttpResponse packed = answer_to(name, headers);
    CHECK(header(packed, "Content-Encoding") == server::protocol::coding_name(coding));
    CHECK(header(packed, "x-amz-crc32") == std::to_string(server::protocol::crc32(packed.body)));
    CHECK(packed.body.size() < text.size());
    CHECK(decode(packed.body, coding, 1 << 20).bytes == text);
  }
}

TEST_CASE("what takes long to read or to pack is left to a worker") {
  constexpr std::size_t kQuick = std::size_t{256} << 10;
  int handed = 0;
  const auto call = [&](std::string body, const std::string& coding, const std::string& accepted) {
    Engine engine;
    handed = 0;
    engine.services.run_on_worker = [&](const auto& work, const auto& done) {
      ++handed;
      work();
      done();
    };
    auto headers = signed_call("ListTables");
    if (!coding.empty()) headers["Content-Encoding"] = coding;
    headers["Accept-Encoding"] = accepted;
    const FakeHeaders given(HeaderList(headers.begin(), headers.end()));
    core::HttpResponse answer;
    server::serve_json_api({"POST", "/", given, std::move(body)}, engine.services,
                           [&](core::HttpResponse response) { answer = std::move(response); });
    return answer;
  };
  const auto sized = [](std::size_t bytes) { return "{}" + std::string(bytes - 2, ' '); };
  CHECK(call(sized(kQuick), "", "").status == 200);
  CHECK(handed == 0);
  CHECK(call(sized(kQuick + 1), "", "").body == R"({"TableNames":[]})");
  CHECK(handed == 1);
  CHECK(call(encode("{}", ContentCoding::gzip), "gzip", "").status == 200);
  CHECK(handed == 0);
  const std::string packed = encode(sized(kQuick), ContentCoding::gzip);
  CHECK(packed.size() > 256);
  CHECK(call(packed, "gzip", "").status == 200);
  CHECK(handed == 1);
  CHECK(call("[" + sized(kQuick + 1), "", "").body == error_type("SerializationException"));
  CHECK(handed == 1);

  // The answer quotes the name.
  const auto name = [](std::size_t bytes) {
    return R"({"ExclusiveStartTableName":")" + std::string(bytes, 'x') + R"("})";
  };
  CHECK(header(call(name(kQuick - 1000), "", "gzip"), "Content-Encoding") == "gzip");
  CHECK(handed == 0);
  const core::HttpResponse large = call(name(kQuick), "", "gzip");
  CHECK(handed == 2);
  CHECK(header(large, "x-amz-crc32") == std::to_string(server::protocol::crc32(large.body)));
  CHECK(call(name(kQuick), "", "").status == 400);
  CHECK(handed == 1);
}

}  // namespace tests::json_api_test
