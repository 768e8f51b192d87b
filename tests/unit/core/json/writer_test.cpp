#include "core/json/writer.h"

#include <doctest/doctest.h>

#include <limits>

namespace writer_test {

using core::json::Writer;

namespace {

std::string written(std::string_view text) {
  Writer writer;
  writer.string(text);
  return writer.take();
}

}  // namespace

TEST_CASE("values of every kind are written compactly") {
  Writer writer;
  writer.begin_object().member("text", "x").member("whole", 1).member("yes", true);
  writer.member("view", std::string_view("y"));
  writer.key("list").begin_array().null().number(1.5).boolean(false).end_array();
  writer.key("raw").raw(R"({"a":[]})").key("bytes").base64("\x01\xff");
  writer.key("large").whole(std::numeric_limits<std::int64_t>::min()).end_object();
  CHECK(writer.take() ==
        R"({"text":"x","whole":1,"yes":true,"view":"y","list":[null,1.5,false],"raw":{"a":[]},)"
        R"("bytes":"Af8=","large":-9223372036854775808})");
}

TEST_CASE("an object of one text is written as its parts would be") {
  for (const char* text : {"", "x", "a \"quoted\" text", "a line\n", "seventeen letters"}) {
    CAPTURE(text);
    Writer parts;
    parts.begin_array().begin_object().member("S", text).end_object();
    parts.begin_object().member("name", "y").end_object().end_array();
    Writer whole;
    whole.begin_array().object_of("S", text).object_of("name", "y").end_array();
    CHECK(whole.take() == parts.take());
  }
  Writer writer;
  writer.begin_object().key("a").object_of("N", "1").key("b").object_of("S", "\\").end_object();
  CHECK(writer.take() == R"({"a":{"N":"1"},"b":{"S":"\\"}})");
}

TEST_CASE("a writer that was taken from is empty again") {
  Writer writer;
  writer.begin_object().end_object();
  CHECK(writer.take() == "{}");
  writer.begin_array().end_array();
  CHECK(writer.take() == "[]");
}

TEST_CASE("a character that JSON escapes is escaped wherever it stands in a text") {
  // The eight bytes that are looked at together begin anew with each eighth one.
  for (std::size_t before = 0; before < 17; ++before) {
    CAPTURE(before);
    const std::string plain(before, 'a');
    CHECK(written(plain + "\"b") == "\"" + plain + "\\\"b\"");
    CHECK(written(plain + "\\b") == "\"" + plain + "\\\\b\"");
    CHECK(written(plain + "\x1f") == "\"" + plain + "\\u001F\"");
    CHECK(written(plain + std::string(1, '\0')) == "\"" + plain + "\\u0000\"");
    CHECK(written(plain + "\n") == "\"" + plain + "\\n\"");
  }
}

TEST_CASE("other characters stay as they are") {
  for (const char* text : {"", " ", "plain", "!#[]^~\x7f", "\xc3\xa9\xf0\x9d\x84\x9e", "/<>&'"}) {
    CAPTURE(text);
    CHECK(written(text) == "\"" + std::string(text) + "\"");
  }
}

}  // namespace writer_test
