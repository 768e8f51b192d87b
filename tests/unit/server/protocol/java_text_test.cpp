#include "server/protocol/java_text.h"

#include <doctest/doctest.h>

#include <string>

namespace java_text_test {

using core::json::Document;
using namespace server::protocol;

namespace {

constexpr Member kElementMembers[] = {
    {"AttributeName", kString, kOptional},
    {"KeyType",       kString, kOptional},
};
constexpr Shape kElement = structure("KeySchemaElement", kElementMembers);
constexpr Shape kElements = list_of(kElement);
constexpr Shape kItem = map_of(kAttributeValue);

std::string text_of(std::string json, const Shape& shape) {
  const Document document = Document::parse(std::move(json));
  return java_text(document.root(), shape);
}

}  // namespace

TEST_CASE("scalars print bare") {
  CHECK(text_of("\"abc\"", kString) == "abc");
  CHECK(text_of("\"\"", kString) == "");
  CHECK(text_of("-1", kInteger) == "-1");
  CHECK(text_of("1.5", kInteger) == "1");
  CHECK(text_of("true", kBoolean) == "true");
}

TEST_CASE("a structure prints its class and all its members") {
  CHECK(text_of("[]", kElements) == "[]");
  CHECK(text_of(R"([{"KeyType":"HASH","AttributeName":"pk"},{}])", kElements) ==
        "[KeySchemaElement(attributeName=pk, keyType=HASH), "
        "KeySchemaElement(attributeName=null, keyType=null)]");
}

TEST_CASE("an attribute value prints as AWS's class does, unset and internal members included") {
  CHECK(text_of(R"({"pk":{"S":"bw-0"}})", kItem) ==
        "{pk=AttributeValue(s=bw-0, n=null, b=null, iNT=null, dECIMAL=null, dOUBLE=null, sS=null, "
        "nS=null, bS=null, iNTSET=null, dECIMALSET=null, dOUBLESET=null, m=null, l=null, "
        "nULL=null, bOOL=null)}");
  CHECK(text_of(R"({"B":"YWI="})", kAttributeValue)
            .find("b=java.nio.HeapByteBuffer[pos=0 lim=2 cap=2], ") != std::string::npos);
  CHECK(text_of(R"({"L":[{"NS":["1","2"]}]})", kAttributeValue).find("nS=[1, 2], bS=null") !=
        std::string::npos);
}

TEST_CASE("a huge value is cut off") {
  std::string list = "[\"" + std::string(50'000, 'a') + "\"";
  for (int i = 0; i < 20; ++i) list += ",\"" + std::string(50'000, 'a') + "\"";
  static constexpr Shape kList = list_of(kString);
  const std::size_t size = text_of(list + "]", kList).size();
  CHECK(size > 65'536);
  CHECK(size < 200'000);
  const auto document = core::json::Document::parse(list + "]");
  CHECK(json_text(document.root()).size() == 65'536);
}

TEST_CASE("JSON is quoted without blanks") {
  const auto document = core::json::Document::parse(R"({ "a!b" : [ 1, {} ] })");
  CHECK(json_text(document.root()) == R"({"a!b":[1,{}]})");
}

TEST_CASE("only the first letter becomes small") {
  CHECK(lower_first("TableName") == "tableName");
  CHECK(lower_first("SSESpecification") == "sSESpecification");
  CHECK(lower_first("") == "");
}

}  // namespace java_text_test
