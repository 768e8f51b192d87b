#include "server/operations/tables/tag_list.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <string>

namespace tag_list_test {

using namespace server::operations;

namespace {

// The error of a list of tags, as JSON text; "" when there is none.
std::string error_of_tags(const std::string& list) {
  const auto document = core::json::Document::parse("[" + list + "]");
  try {
    read_tags(document.root().array());
  } catch (const core::ApiError& error) {
    return error.message();
  }
  return "";
}

std::string error_of_keys(const std::string& list) {
  const auto document = core::json::Document::parse("[" + list + "]");
  try {
    read_tag_keys(document.root().array());
  } catch (const core::ApiError& error) {
    return error.message();
  }
  return "";
}

std::string tag(const std::string& key, const std::string& value) {
  return R"({"Key":")" + key + R"(","Value":")" + value + "\"}";
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("tags are made of letters, digits and blanks of all scripts, and of some signs") {
  const char* const allowed[] = {
      "a+b-c=d.e_f:g/h@i", "Größe 1", "ключ", "表", "\u00a0\u3000", "½", "", "٣", "ª", "𠀀",
  };
  for (const char* text : allowed) {
    CAPTURE(text);
    CHECK(error_of_tags(tag(std::string("k") + text, text)).empty());
  }
  const char* const refused[] = {
      "100%", "a,b", "it's", "(x)", "[y]", "{z}", "a&b", "a*b", "a;b", "a?b", "a|b",
      "<a>",  "~a",  "a!",   "#",   "$",   "^",   "`",   "—",   "🔑",   "×",   "€",
  };
  for (const std::string text : refused) {
    CAPTURE(text);
    CHECK(error_of_tags(tag("k", text)) == "The Tag Value provided is invalid, Value: " + text);
    CHECK(error_of_tags(tag(text, "v")) == "The Tag Key provided is invalid, Key: " + text);
    CHECK(error_of_keys("\"" + text + "\"") == "The Tag Key provided is invalid, Key: " + text);
  }
}

TEST_CASE("a tag has a key of up to 128 UTF-16 code units and a value of up to 256") {
  CHECK(error_of_tags(tag(repeated("ä", 128), repeated("ä", 256))).empty());
  CHECK(error_of_tags(tag(repeated("𠀀", 64), repeated("𠀀", 128))).empty());
  const std::string long_key = repeated("ä", 129);
  CHECK(error_of_tags(tag(long_key, "")) == "The Tag Key provided is invalid, Key: " + long_key);
  const std::string long_value = repeated("𠀀", 128) + "a";
  CHECK(error_of_tags(tag("k", long_value)) ==
        "The Tag Value provided is invalid, Value: " + long_value);
}

TEST_CASE("a tag needs both its members") {
  CHECK(error_of_tags("{}") == "The Tag Key provided is invalid, Key: null");
  CHECK(error_of_tags(R"({"Value":"v"})") == "The Tag Key provided is invalid, Key: null");
  CHECK(error_of_tags(R"({"Key":"k"})") == "The Tag Value provided is invalid, Value: null");
  CHECK(error_of_tags(tag("", "v")) == "The Tag Key provided is invalid, Key: ");
  CHECK(error_of_keys(R"("")") == "The Tag Key provided is invalid, Key: ");
}

TEST_CASE("keys are one's own, and differ") {
  CHECK(error_of_tags(tag("aws:x", "v")) == "Tag Key cannot be prefixed with aws:, Key: aws:x");
  CHECK(error_of_tags(tag("a", "1") + "," + tag("b", "1") + "," + tag("a", "2")) ==
        "Duplicate Tag Keys provided as input: Duplicate Tag Key found a");
}

TEST_CASE("no more than 50 tags are removed at once") {
  CHECK(error_of_keys(repeated(R"("k",)", 49) + R"("k")").empty());
  CHECK(error_of_keys(repeated(R"("k",)", 50) + R"("k")") ==
        "Number of Tags exceed the current limit for the provided ResourceArn");
}

}  // namespace tag_list_test
