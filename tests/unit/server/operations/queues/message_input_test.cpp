#include "server/operations/queues/message_input.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace message_input_test {

using namespace server::operations;
using namespace std::chrono_literals;

namespace {

MessageInput read(const std::string& json) {
  QueueSettings settings;
  settings.delay = 7s;
  settings.max_message_bytes = 100;
  const auto document = core::json::Document::parse(json);
  return read_message(document.root().object(), settings, core::AccountId("000000000000"));
}

std::string fault(const std::string& json) {
  try {
    read(json);
  } catch (const core::ApiError& error) {
    return error.message();
  }
  return "";
}

std::string with(const std::string& more) {
  return R"({"MessageBody":"hello",)" + more + "}";
}

}  // namespace

TEST_CASE("a message has an id, a sender, and its queue's delay or its own") {
  const MessageInput input = read(R"({"MessageBody":"hello"})");
  CHECK(input.message.body == "hello");
  CHECK(input.message.message_id.size() == 36);
  CHECK(input.message.sender_id != "");
  CHECK(input.message.delay == 7s);
  CHECK(input.size_bytes == 5);
  CHECK(input.body_md5 == "5d41402abc4b2a76b9719d911017c592");
  CHECK(input.attributes_md5 == "");
  CHECK(read(with(R"("DelaySeconds":0)")).message.delay == 0s);
  CHECK(read(with(R"("DelaySeconds":900)")).message.delay == 900s);
  for (const char* delay : {"-1", "901"}) {
    CHECK(fault(with(std::string(R"("DelaySeconds":)") + delay))
              .find("DelaySeconds must be >= 0 and <= 900.") != std::string::npos);
  }
}

TEST_CASE("a body is there, and of characters that XML knows") {
  const std::string none = "The request must contain the parameter MessageBody.";
  CHECK(fault("{}") == none);
  CHECK(fault(R"({"MessageBody":""})") == none);
  CHECK(fault(R"({"MessageBody":"\u0001"})") != "");
  CHECK(fault(R"({"MessageBody":"\t\n\r\ud83d\ude00"})") == "");
}

TEST_CASE("attributes count in the size, and the trace header doesn't") {
  const MessageInput input = read(with(
      R"("MessageAttributes":{"a":{"DataType":"String","StringValue":"1"}},)"
      R"("MessageSystemAttributes":{"AWSTraceHeader":{"DataType":"String","StringValue":"Root=1"}})"));
  CHECK(input.size_bytes == 5 + 1 + 6 + 1);
  CHECK(input.attributes_md5.size() == 32);
  CHECK(input.system_attributes_md5.size() == 32);
  CHECK(input.message.trace_header == "Root=1");
  core::json::Writer writer;
  writer.begin_object();
  write_receipt(writer, input);
  CHECK(
      writer.end_object().take() ==
      R"({"MessageId":")" + input.message.message_id +
          R"(","MD5OfMessageBody":"5d41402abc4b2a76b9719d911017c592","MD5OfMessageAttributes":")" +
          input.attributes_md5 + R"(","MD5OfMessageSystemAttributes":")" +
          input.system_attributes_md5 + "\"}");
}

TEST_CASE("of a message that is too large, nothing but its size is told") {
  const auto digests = [](std::size_t body, const std::string& attribute) {
    const MessageInput input = read(
        R"({"MessageBody":")" + std::string(body, 'x') +
        R"(","MessageAttributes":{"a":{"DataType":"String","StringValue":")" + attribute + "\"}}}");
    CHECK(input.size_bytes == body + 7 + attribute.size());
    CHECK(input.message.body.empty() == input.body_md5.empty());
    return input.body_md5.size() + input.attributes_md5.size();
  };
  CHECK(digests(92, "1") == 64);
  CHECK(digests(93, "1") == 0);
  CHECK(digests(1, std::string(92, '1')) == 64);
  CHECK(digests(1, std::string(93, '1')) == 0);
}

TEST_CASE("a group may be named by what is printed, deduplication is for other queues") {
  CHECK(read(with(R"("MessageGroupId":"g-1!")")).message.group_id == "g-1!");
  CHECK(fault(with(R"("MessageGroupId":")" + std::string(128, 'g') + "\"")) == "");
  for (const std::string& id : {std::string(), std::string("a b"), std::string(129, 'g')}) {
    CHECK(fault(with(R"("MessageGroupId":")" + id + "\""))
              .find("MessageGroupId can only include alphanumeric and punctuation characters. 1 to "
                    "128 in length.") != std::string::npos);
  }
  CHECK(fault(with(R"("MessageDeduplicationId":"d")"))
            .find("The request includes a parameter that is not valid for this queue type.") !=
        std::string::npos);
}

}  // namespace message_input_test
