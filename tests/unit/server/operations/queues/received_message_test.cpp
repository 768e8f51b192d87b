#include "server/operations/queues/received_message.h"

#include "server/operations/queues/message_attributes.h"

#include <doctest/doctest.h>

namespace received_message_test {

using namespace server::operations;

namespace {

ReceivedMessage message() {
  ReceivedMessage received;
  received.state.id = 7;
  received.state.sent_at = 1000;
  received.state.first_received_at = 2000;
  received.state.receive_count = 3;
  received.content.message_id = "id-1";
  received.content.body = "hello";
  received.content.sender_id = "AIDA";
  return received;
}

std::string shown(const ReceivedMessage& received, const WantedMembers& wanted) {
  core::json::Writer writer;
  write(writer, received, 5, wanted);
  return writer.take();
}

std::string head() {
  return R"({"MessageId":"id-1","ReceiptHandle":")" + receipt_handle_of(message(), 5) +
         R"(","MD5OfBody":"5d41402abc4b2a76b9719d911017c592","Body":"hello")";
}

}  // namespace

TEST_CASE("a message is shown with what is wanted of it") {
  CHECK(shown(message(), {}) == head() + "}");
  CHECK(shown(message(), {
                             {"SentTimestamp",                "AWSTraceHeader"},
                             {                              }
  }) == head() + R"(,"Attributes":{"SentTimestamp":"1000"}})");
  CHECK(shown(message(), {{"AWSTraceHeader"}, {}}) == head() + "}");
  CHECK(shown(message(), {{"All"}, {}}) ==
        head() + R"(,"Attributes":{"SenderId":"AIDA","ApproximateFirstReceiveTimestamp":"2000",)"
                 R"("ApproximateReceiveCount":"3","SentTimestamp":"1000"}})");
}

TEST_CASE("what only some messages have is shown of those") {
  ReceivedMessage received = message();
  received.content.trace_header = "Root=1";
  received.content.group_id = "g";
  received.state.source_arn = "arn:q";
  const SystemAttributes all = system_attributes_of(received);
  REQUIRE(all.size() == 7);
  CHECK(all[4] == std::pair<std::string_view, std::string>("AWSTraceHeader", "Root=1"));
  CHECK(all[5] == std::pair<std::string_view, std::string>("DeadLetterQueueSourceArn", "arn:q"));
  CHECK(all[6] == std::pair<std::string_view, std::string>("MessageGroupId", "g"));
}

TEST_CASE("attributes come with the digest of those that are shown") {
  ReceivedMessage received = message();
  const MessageAttributes a = {
      {"a", "String", "1"}
  };
  received.content.attributes = to_json({
      {"a", "String", "1"},
      {"b", "String", "2"}
  });
  CHECK(shown(received, {{}, {"a"}}) ==
        head() + R"(,"MD5OfMessageAttributes":")" + md5_of(a) +
            R"(","MessageAttributes":{"a":{"StringValue":"1","DataType":"String"}}})");
  CHECK(shown(received, {{}, {"c"}}) == head() + "}");
  CHECK(shown(received, {{}, {}}) == head() + "}");
}

TEST_CASE("a handle is another one at the next receive") {
  ReceivedMessage again = message();
  again.state.receive_count = 4;
  CHECK(receipt_handle_of(message(), 5) != receipt_handle_of(again, 5));
  CHECK(receipt_handle_of(message(), 5) != receipt_handle_of(message(), 6));
}

TEST_CASE("system attributes are known by their names") {
  for (const char* name : {"All", "ApproximateReceiveCount", "SequenceNumber"}) {
    CHECK(is_system_attribute(name));
  }
  CHECK_FALSE(is_system_attribute("all"));
}

}  // namespace received_message_test
