#include "streams/source_event.h"

#include "storage/item_codec.h"
#include "streams/stream.h"

#include <doctest/doctest.h>

namespace streams::source_event_test {
namespace {

SourceEvent event_of_record() {
  auto stream = std::make_shared<Stream>();
  stream->arn = core::StreamArn("arn:s");
  storage::ChangeRecord record;
  const core::Item item = {
      {"id", core::AttributeValue(std::string("k"))}
  };
  record.keys = record.new_image.emplace(storage::encode_item(item));
  return {std::move(stream), std::move(record)};
}

RecordMembers member(std::string_view name) {
  RecordMembers members;
  members.add(name);
  return members;
}

std::string json(const core::json::Document& document) {
  return document.root().text();
}

// Numbers are written otherwise.
std::string parsed(std::string_view text) {
  return json(core::json::Document::parse(std::string(text)));
}

}  // namespace

TEST_CASE("copies of an event share its text and what was parsed of it") {
  const SourceEvent event = std::string(R"({"eventName":"INSERT"})");
  const SourceEvent copy = event;
  CHECK(copy.text() == R"({"eventName":"INSERT"})");
  CHECK(copy.size() == 22);
  CHECK(copy.stored_bytes() == 22);
  CHECK(event.document().root().object().find("eventName")->string() == "INSERT");
  CHECK(&copy.document() == &event.document());
}

TEST_CASE("a record becomes text when somebody asks, once for all copies") {
  const SourceEvent event = event_of_record();
  const SourceEvent copy = event;
  CHECK(event.stored_bytes() == 16);  // twice 8: size, count, "id", type, "k"
  const std::string_view text = event.text();
  CHECK(text.find(R"("NewImage":{"id":{"S":"k"}})") != std::string_view::npos);
  CHECK(text.find(R"("eventSourceARN":"arn:s"})") != std::string_view::npos);
  CHECK(copy.text().data() == text.data());
  CHECK(event.size() == text.size());
  CHECK(json(event.document()) == parsed(text));
}

TEST_CASE("only those members are parsed that somebody asked for") {
  const SourceEvent event = event_of_record();
  const auto* const first = &event.document(member("eventName"));
  CHECK(json(*first) == R"({"eventName":"INSERT"})");
  CHECK(&event.document(member("eventName")) == first);
  CHECK(json(event.document(member("Keys"))) ==
        R"({"eventName":"INSERT","dynamodb":{"Keys":{"id":{"S":"k"}}}})");
  CHECK(json(event.document(member("eventName"))) ==
        R"({"eventName":"INSERT","dynamodb":{"Keys":{"id":{"S":"k"}}}})");
  CHECK(json(event.document()) == parsed(event.text()));
}

TEST_CASE("a text alone is parsed whole, whatever is asked for") {
  const SourceEvent event = R"({"eventName":"INSERT","more":1})";
  CHECK(json(event.document(member("Keys"))) == R"({"eventName":"INSERT","more":1})");
  const auto* const whole = &event.document(member("Keys"));
  CHECK(&event.document() == whole);
}

TEST_CASE("an event becomes slim unless somebody else may look into it") {
  const SourceEvent event = event_of_record();
  CHECK(event.document(member("eventName")).root().is(core::json::Kind::object));
  {
    const SourceEvent copy = event;
    event.slim_if_alone();
    CHECK(event.is_parsed());
    copy.slim();
    CHECK_FALSE(event.is_parsed());
  }
  CHECK(json(event.document(member("eventName"))) == R"({"eventName":"INSERT"})");
  event.slim_if_alone();
  CHECK_FALSE(event.is_parsed());
}

TEST_CASE("a slim event has its text, made before or after") {
  const SourceEvent event = event_of_record();
  event.slim();
  const std::string text(event.text());
  event.slim();
  CHECK(event.text() == text);
  CHECK(event.stored_bytes() == 16);
  CHECK(json(event.document(member("Keys"))) == parsed(text));
}

}  // namespace streams::source_event_test
