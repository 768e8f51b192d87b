#include "streams/record_json.h"

#include "storage/item_codec.h"
#include "tests/support/stream_fixture.h"

#include <doctest/doctest.h>

namespace record_json_test {

using core::AttributeValue;
using core::Binary;
using core::Item;
using core::StreamViewType;

namespace {

AttributeValue text(const char* value) {
  return AttributeValue(std::string(value));
}
AttributeValue number(const char* value) {
  return AttributeValue(core::Number::parse(value));
}

streams::Stream stream(StreamViewType view = StreamViewType::new_and_old_images) {
  streams::Stream stream;
  stream.arn = core::StreamArn("arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/L");
  stream.row.scope.region = core::Region("us-east-1");
  stream.row.view_type = view;
  return stream;
}

storage::ChangeRecord record(const Item& keys, const Item* new_image, const Item* old_image) {
  storage::ChangeRecord record;
  record.sequence = core::SequenceNumber(5);
  record.created_at = core::WallTime(std::chrono::milliseconds(1684934517999));
  record.keys = storage::encode_item(keys);
  if (new_image) record.new_image = storage::encode_item(*new_image);
  if (old_image) record.old_image = storage::encode_item(*old_image);
  return record;
}

std::string json(const storage::ChangeRecord& record, streams::RecordForm form,
                 StreamViewType view = StreamViewType::new_and_old_images) {
  core::json::Writer writer;
  streams::write_record(writer, record, stream(view), form);
  std::string text = writer.take();
  // The id is a digest: its value means nothing.
  const auto id = text.find("\"eventID\":\"") + 11;
  text.replace(id, text.find('"', id) - id, "ID");
  return text;
}

const Item kKey = {
    {"id", text("k")}
};
const Item kItem = {
    {"b",  AttributeValue(Binary{"foobar"})},
    {"id", text("k")                       }
};

}  // namespace

TEST_CASE("SizeBytes counts keys and images as AWS does") {
  const Item hello = {
      {"my_partition_key", text("hello world")}
  };
  const Item hello_binary = {
      {"binary_key",       AttributeValue(Binary{"foobar"})},
      {"my_partition_key", text("hello world")             }
  };
  const Item fred = {
      {"Username", text("Fred")}
  };
  const Item value = {
      {"id", text("id_value_1")}
  };
  const Item filtered = {
      {"id",            text("id_value_1")},
      {"numericFilter", number("42")      }
  };
  const Item plain = {
      {"id", text("x")}
  };
  struct Case {
    const char* name;
    const Item& keys;
    const Item* new_image;
    const Item* old_image;
    std::size_t size;
  };
  const Case cases[] = {
      {"key twice",     hello, &hello,        nullptr, 54},
      {"with a binary", hello, &hello_binary, nullptr, 70},
      {"KEYS_ONLY",     fred,  nullptr,       nullptr, 12},
      {"with a number", value, &filtered,     nullptr, 39},
      {"both images",   plain, &plain,        &plain,  9 },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(streams::record_size_bytes(record(c.keys, c.new_image, c.old_image)) == c.size);
  }
}

TEST_CASE("GetRecords shows a record as AWS does") {
  CHECK(
      json(record(kKey, &kItem, nullptr), streams::RecordForm::get_records,
           StreamViewType::new_image) ==
      R"({"eventID":"ID","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb",)"
      R"("awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1.684934517E9,)"
      R"("Keys":{"id":{"S":"k"}},"NewImage":{"b":{"B":"Zm9vYmFy"},"id":{"S":"k"}},)"
      R"("SequenceNumber":"100000000000000000005","SizeBytes":13,"StreamViewType":"NEW_IMAGE"}})");
}

TEST_CASE("the event for a function names its stream last") {
  CHECK(json(record(kKey, nullptr, nullptr), streams::RecordForm::lambda_event,
             StreamViewType::keys_only) ==
        R"({"eventID":"ID","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb",)"
        R"("awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1.684934517E9,)"
        R"("Keys":{"id":{"S":"k"}},"SequenceNumber":"100000000000000000005","SizeBytes":3,)"
        R"("StreamViewType":"KEYS_ONLY"},)"
        R"("eventSourceARN":"arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/L"})");
}

TEST_CASE("an expired item's record says so, in capitals only in the API") {
  storage::ChangeRecord expired = record(kKey, nullptr, &kItem);
  expired.event = storage::ChangeEvent::remove;
  expired.expired = true;
  const std::string api = json(expired, streams::RecordForm::get_records);
  CHECK(api.find(R"("eventName":"REMOVE")") != std::string::npos);
  CHECK(api.find(R"("userIdentity":{"Type":"Service","PrincipalId":"dynamodb.amazonaws.com"})") !=
        std::string::npos);
  CHECK(json(expired, streams::RecordForm::lambda_event)
            .find(R"("userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"})") !=
        std::string::npos);
}

TEST_CASE("of a record only some members are shown to whoever asks for no others") {
  storage::ChangeRecord change = record(kKey, &kItem, &kItem);
  change.expired = true;
  const auto shown = [&](std::initializer_list<std::string_view> names) {
    streams::RecordMembers members;
    for (const auto name : names) members.add(name);
    core::json::Writer writer;
    streams::write_record(writer, change, stream(), streams::RecordForm::lambda_event, members);
    return writer.take();
  };
  CHECK(shown({}) == "{}");
  CHECK(shown({"eventName"}) == R"({"eventName":"INSERT"})");
  CHECK(shown({"eventVersion", "eventSource"}) ==
        R"({"eventVersion":"1.1","eventSource":"aws:dynamodb"})");
  CHECK(shown({"awsRegion", "eventSourceARN"}) ==
        R"({"awsRegion":"us-east-1",)"
        R"("eventSourceARN":"arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/L"})");
  CHECK(shown({"userIdentity"}) ==
        R"({"userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"}})");
  CHECK(shown({"Keys", "SizeBytes"}) == R"({"dynamodb":{"Keys":{"id":{"S":"k"}},"SizeBytes":23}})");
  CHECK(shown({"NewImage"}) ==
        R"({"dynamodb":{"NewImage":{"b":{"B":"Zm9vYmFy"},"id":{"S":"k"}}}})");
  CHECK(shown({"OldImage"}) ==
        R"({"dynamodb":{"OldImage":{"b":{"B":"Zm9vYmFy"},"id":{"S":"k"}}}})");
  CHECK(shown({"ApproximateCreationDateTime", "SequenceNumber", "StreamViewType"}) ==
        R"({"dynamodb":{"ApproximateCreationDateTime":1.684934517E9,)"
        R"("SequenceNumber":"100000000000000000005","StreamViewType":"NEW_AND_OLD_IMAGES"}})");
  CHECK(shown({"eventID"}).substr(0, 12) == R"({"eventID":")");
}

TEST_CASE("a record's event id is 32 hex digits, the same at each reading, and its own") {
  const auto id = [](const storage::ChangeRecord& each) {
    core::json::Writer writer;
    streams::write_record(writer, each, stream(), streams::RecordForm::get_records);
    return writer.take().substr(12, 33);
  };
  storage::ChangeRecord one = record(kKey, nullptr, nullptr);
  CHECK(id(one).find_first_not_of("0123456789abcdef") == 32);
  CHECK(id(one) == id(one));
  const std::string first = id(one);
  one.sequence = core::SequenceNumber(6);
  CHECK(id(one) != first);
}

}  // namespace record_json_test
