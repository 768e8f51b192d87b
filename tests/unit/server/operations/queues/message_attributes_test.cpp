#include "server/operations/queues/message_attributes.h"

#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace message_attributes_test {

using server::operations::MessageAttributes;

// Digests as AWS answered them.
TEST_CASE("the digest of attributes is AWS's") {
  CHECK(md5_of(MessageAttributes{
            {"Foo", "String", "Bar"}
  }) == "ae7155c6026991b6d54b11589678bf9c");
  CHECK(md5_of(MessageAttributes{
            {"General", "String", "Kenobi"},
            {"Hello",   "String", "There" },
            {"Help.Me", "String", "Me"    }
  }) == "4c360f3fdafd970e05fae2f149d997f5");
  CHECK(md5_of(MessageAttributes{
            {"attr1", "Binary",
             "traceparent\x1e"
             "00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01"}
  }) ==
        "8cbe4db156db8a94db8b801b7addb984");
}

TEST_CASE("a size is of names, types and values") {
  CHECK(size_bytes(MessageAttributes{}) == 0);
  CHECK(size_bytes(MessageAttributes{
            {"ab", "String", "xyz" },
            {"c",  "Binary", "\x01"}
  }) == 19);
}

TEST_CASE("attributes come back from their JSON") {
  const MessageAttributes attributes = {
      {"b", "Binary.png", std::string("\0\xFF", 2)},
      {"n",   "Number",             "1.50"                      }
  };
  const std::string json = to_json(attributes);
  CHECK(json == R"({"b":{"BinaryValue":"AP8=","DataType":"Binary.png"},)"
                R"("n":{"StringValue":"1.50","DataType":"Number"}})");
  const auto read = server::operations::attributes_from_json(json);
  REQUIRE(read.size() == 2);
  CHECK(read[0].value == attributes[0].value);
  CHECK(read[1].name == "n");
  CHECK(read[1].type == "Number");
  CHECK(server::operations::attributes_from_json("").empty());
}

TEST_CASE("a receiver chooses by name, by prefix, or all") {
  const MessageAttributes all = {
      {"General", "String", "x"},
      {"Hello",   "String", "x"},
      {"Help.Me", "String", "x"}
  };
  const auto chosen_of = [&](const server::operations::AttributeChoice& choice) {
    std::string found;
    for (const auto& each : chosen(all, choice)) found += each.name + " ";
    return found;
  };
  CHECK(chosen_of({"All"}) == "General Hello Help.Me ");
  CHECK(chosen_of({".*"}) == "General Hello Help.Me ");
  CHECK(chosen_of({"Hel.*"}) == "Hello Help.Me ");
  CHECK(chosen_of({"Hello", "Foo"}) == "Hello ");
  CHECK(chosen_of({"hello"}).empty());
  CHECK(chosen_of({"Hell", "Hello.", "Hello.Me.*"}).empty());
  CHECK(chosen_of({"Hello.*", "H.*"}) == "Hello Help.Me ");
  CHECK(chosen_of({}).empty());
}

TEST_CASE("a choice that is made a million times is made once") {
  server::operations::AttributeChoice choice;
  CHECK(choice.is_empty());
  for (int i = 0; i < 1'000'000; ++i) choice.add(i % 2 == 0 ? "b" : "H.*");
  CHECK_FALSE(choice.is_empty());
  int covered = 0;
  for (int i = 0; i < 100'000; ++i) covered += choice.covers("Help") + choice.covers("a");
  CHECK(covered == 100'000);
}

TEST_CASE("a choice of all isn't empty, nor is one of a prefix or a name") {
  using server::operations::AttributeChoice;
  CHECK_FALSE(AttributeChoice({"All"}).is_empty());
  CHECK_FALSE(AttributeChoice({"a.*"}).is_empty());
  CHECK_FALSE(AttributeChoice({"a"}).is_empty());
}

TEST_CASE("a text has no control characters but tab and line ends, and no noncharacters") {
  using server::operations::has_valid_characters;
  CHECK(has_valid_characters("a\t\n\r \u00e9\U0001F600\uFFFD"));
  CHECK_FALSE(has_valid_characters("\x01"));
  CHECK_FALSE(has_valid_characters("\x1F"));
  CHECK_FALSE(has_valid_characters("\xEF\xBF\xBE"));
  CHECK_FALSE(has_valid_characters("\xEF\xBF\xBF"));
}

}  // namespace message_attributes_test
