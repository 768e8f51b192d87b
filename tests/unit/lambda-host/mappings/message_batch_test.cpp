#include "lambda-host/mappings/message_batch.h"

#include <doctest/doctest.h>

namespace message_batch_test {

using lambda_host::failed_messages;
using lambda_host::MessageBatch;
using lambda_host::SourceMessage;
using namespace std::chrono_literals;

namespace {

const core::WallTime kNow = core::from_epoch_milliseconds(10'000'000);

SourceMessage message(const std::string& id, std::size_t bytes = 1) {
  SourceMessage message;
  message.message_id = id;
  message.body = std::string(bytes, 'x');
  return message;
}

bool add(MessageBatch& batch, SourceMessage added, core::WallTime now = kNow) {
  return batch.add(added, now);
}

}  // namespace

TEST_CASE("a batch is ready when it is full or its window is over") {
  MessageBatch batch(2, 5s);
  CHECK_FALSE(batch.is_ready(kNow + 10s));
  CHECK_FALSE(batch.left(kNow));
  CHECK(batch.room() == 2);
  add(batch, message("a"), kNow);
  CHECK(batch.room() == 1);
  CHECK(batch.left(kNow + 1s) == 4s);
  CHECK_FALSE(batch.is_ready(kNow + 4999ms));
  CHECK(batch.is_ready(kNow + 5s));
  CHECK(batch.left(kNow + 9s) == 0s);
  add(batch, message("b"), kNow + 1s);
  CHECK(batch.is_ready(kNow + 1s));
  CHECK(batch.take().size() == 2);
  CHECK(batch.empty());
  add(batch, message("c"), kNow + 20s);
  CHECK_FALSE(batch.is_ready(kNow + 20s));
}

TEST_CASE("without a window a batch is ready with its first message") {
  MessageBatch batch(10, 0s);
  CHECK_FALSE(batch.is_ready(kNow));
  add(batch, message("a"), kNow);
  CHECK(batch.is_ready(kNow));
}

TEST_CASE("a batch is no larger than an event may be, unless one message is") {
  MessageBatch batch(100, 5s);
  const std::size_t megabyte = 1 << 20;
  for (int i = 0; i < 5; ++i) CHECK(add(batch, message("m", megabyte)));
  CHECK(add(batch, message("n", megabyte - 8192)));
  CHECK_FALSE(batch.is_ready(kNow));
  CHECK_FALSE(add(batch, message("n", megabyte)));
  CHECK(batch.is_ready(kNow));
  CHECK(batch.size() == 6);
  batch.take();
  CHECK(add(batch, message("a", 7 * megabyte)));
}

TEST_CASE("a full batch has no room") {
  MessageBatch batch(1, 5s);
  CHECK(add(batch, message("a")));
  CHECK_FALSE(add(batch, message("b")));
}

TEST_CASE("a window begins anew when the clock goes back behind its beginning") {
  MessageBatch batch(10, 5s);
  add(batch, message("a"), kNow);
  batch.date_back(kNow - 1h);
  CHECK_FALSE(batch.is_ready(kNow - 1h + 4s));
  CHECK(batch.is_ready(kNow - 1h + 5s));
  batch.date_back(kNow);
  CHECK(batch.is_ready(kNow - 1h + 5s));
}

TEST_CASE("a handler's answer says which messages failed") {
  const std::vector<SourceMessage> messages = {message("a"), message("b")};
  const auto failed = [&](const std::string& answer) -> std::string {
    const auto ids = failed_messages(answer, messages);
    if (!ids) return "all";
    std::string text;
    for (const auto& each : messages) {
      if (ids->count(each.message_id) > 0) text += each.message_id;
    }
    return text;
  };
  for (const char* good : {"", "null", "{}", "[]", "\"\"", R"({"batchItemFailures":[]})",
                           R"({"batchItemFailures":null})"}) {
    CAPTURE(good);
    CHECK(failed(good).empty());
  }
  CHECK(failed(R"({"batchItemFailures":[{"itemIdentifier":"b"}]})") == "b");
  CHECK(failed(R"({"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"a"}]})") == "ab");
  for (const char* bad : {"{", "1", "true", "[1]", "\"x\"", R"({"batchItemFailures":{}})",
                          R"({"batchItemFailures":[{"itemIdentifier":"c"}]})",
                          R"({"batchItemFailures":[{"itemIdentifier":""}]})",
                          R"({"batchItemFailures":[{"itemIdentifier":null}]})",
                          R"({"batchItemFailures":[{"foo":1}]})",
                          R"({"batchItemFailures":[{"itemIdentifier":"a"},"b"]})"}) {
    CAPTURE(bad);
    CHECK(failed(bad) == "all");
  }
}

TEST_CASE("an answer may name many messages, and each many times") {
  std::vector<SourceMessage> messages;
  for (int i = 0; i < 10'000; ++i) messages.push_back(message("m" + std::to_string(i)));
  std::string list;
  for (int i = 0; i < 90'000; ++i) {
    const std::string id = "m" + std::to_string(9'999 - i % 5'000);
    list += (list.empty() ? "" : ",") + (R"({"itemIdentifier":")" + id + "\"}");
  }
  const auto failed = failed_messages(R"({"batchItemFailures":[)" + list + "]}", messages);
  REQUIRE(failed);
  CHECK(failed->size() == 5'000);
  CHECK(failed->contains("m5000"));
  CHECK_FALSE(failed->contains("m4999"));
  list += R"(,{"itemIdentifier":"m10000"})";
  CHECK_FALSE(failed_messages(R"({"batchItemFailures":[)" + list + "]}", messages));
}

}  // namespace message_batch_test
