#include "server/protocol/query_response.h"

#include <doctest/doctest.h>

namespace query_response_test {

namespace {

const auto& kDialect = server::protocol::sqs_dialect();

// The answer's body without the request's id, which is another one each time.
std::string shown(const core::HttpResponse& response) {
  CHECK(response.content_type == "text/xml");
  REQUIRE(response.headers.size() == 1);
  CHECK(response.headers.front().first == "x-amzn-RequestId");
  std::string body = response.body;
  const std::string& id = response.headers.front().second;
  REQUIRE(body.find(id) != std::string::npos);
  return body.replace(body.find(id), id.size(), "ID");
}

}  // namespace

TEST_CASE("a text within XML is read as it was, but for what no XML may have") {
  CHECK(server::protocol::query_text("a<b>&\"\u00e9\t\n\r\x01\x1f") ==
        "a&lt;b&gt;&amp;&quot;\u00e9\t\n&#xD;??");
  CHECK(server::protocol::query_text("").empty());
  CHECK(server::protocol::query_text("\"\"") == "&quot;&quot;");
  CHECK(server::protocol::query_text("\x01") == "?");
}

TEST_CASE("JSON becomes elements: lists and maps are repeated under their names") {
  const auto xml = [](const std::string& json) {
    return server::protocol::xml_of_json(json, "SendMessageBatch", kDialect);
  };
  CHECK(xml("{}").empty());
  CHECK(xml(R"({"QueueUrl":"a&b"})") == "<QueueUrl>a&amp;b</QueueUrl>");
  CHECK(xml(R"({"QueueUrls":["a","b"]})") == "<QueueUrl>a</QueueUrl><QueueUrl>b</QueueUrl>");
  CHECK(xml(R"({"Attributes":{"A":"1","B":"2"}})") ==
        "<Attribute><Name>A</Name><Value>1</Value></Attribute>"
        "<Attribute><Name>B</Name><Value>2</Value></Attribute>");
  CHECK(xml(R"({"Tags":{"k":""}})") == "<Tag><Key>k</Key><Value></Value></Tag>");
  CHECK(xml(R"({"Messages":[{"Body":"b","MessageAttributes":{"n":{"DataType":"Number"}}}]})") ==
        "<Message><Body>b</Body><MessageAttribute><Name>n</Name><Value><DataType>Number</DataType>"
        "</Value></MessageAttribute></Message>");
  CHECK(xml(R"({"Successful":[{"Id":"1"}],"Failed":[{"Id":"2","SenderFault":true}]})") ==
        "<SendMessageBatchResultEntry><Id>1</Id></SendMessageBatchResultEntry>"
        "<BatchResultErrorEntry><Id>2</Id><SenderFault>true</SenderFault></BatchResultErrorEntry>");
}

TEST_CASE("an answer has a result where its operation has one") {
  CHECK(shown(server::protocol::query_answer("GetQueueUrl", "<QueueUrl>u</QueueUrl>", kDialect)) ==
        "<?xml version=\"1.0\"?><GetQueueUrlResponse "
        "xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><GetQueueUrlResult><QueueUrl>u"
        "</QueueUrl></GetQueueUrlResult><ResponseMetadata><RequestId>ID</RequestId>"
        "</ResponseMetadata></GetQueueUrlResponse>");
  CHECK(shown(server::protocol::query_answer("DeleteQueue", std::nullopt, kDialect)) ==
        "<?xml version=\"1.0\"?><DeleteQueueResponse "
        "xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><ResponseMetadata><RequestId>ID"
        "</RequestId></ResponseMetadata></DeleteQueueResponse>");
}

TEST_CASE("an error says whose fault it is") {
  const auto error = server::protocol::query_error_answer({"Code", "a < b", 403, true}, kDialect);
  CHECK(error.status == 403);
  CHECK(shown(error) ==
        "<?xml version=\"1.0\"?><ErrorResponse "
        "xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Error><Type>Sender</Type>"
        "<Code>Code</Code><Message>a &lt; b</Message><Detail/></Error><RequestId>ID</RequestId>"
        "</ErrorResponse>");
  CHECK(server::protocol::query_error_answer({"C", "", 500, false}, kDialect)
            .body.find("<Type>Receiver</Type>") != std::string::npos);
}

}  // namespace query_response_test
