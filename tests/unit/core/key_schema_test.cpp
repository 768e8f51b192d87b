#include "core/key_schema.h"

#include <doctest/doctest.h>

namespace key_schema_test {

using core::AttributeValue;
using core::KeySchema;
using core::ScalarType;

namespace {

const KeySchema kSchema{
    {{"p", ScalarType::s}, {"q", ScalarType::n}},
    {{"r", ScalarType::b}                   }
};

}  // namespace

TEST_CASE("a part of the key is found by its name, wherever it stands") {
  CHECK(kSchema.find("p")->type == ScalarType::s);
  CHECK(kSchema.find("q")->type == ScalarType::n);
  CHECK(kSchema.find("r")->type == ScalarType::b);
  CHECK(kSchema.find("s") == nullptr);
  CHECK(kSchema.contains("r"));
  CHECK_FALSE(kSchema.contains("P"));
}

TEST_CASE("a key's types are the first three attribute types") {
  CHECK(core::attribute_type(ScalarType::s) == core::AttributeType::s);
  CHECK(core::attribute_type(ScalarType::n) == core::AttributeType::n);
  CHECK(core::attribute_type(ScalarType::b) == core::AttributeType::b);
}

TEST_CASE("an item's key is its key attributes, and nothing else") {
  const core::Item key{
      {"p", AttributeValue(std::string("a"))        },
      {"q", AttributeValue(core::Number::parse("1"))},
      {"r", AttributeValue(core::Binary{"b"})       }
  };
  core::Item item = key;
  item.insert_or_assign("other", AttributeValue(true));
  CHECK(core::key_of(kSchema, item) == key);
}

}  // namespace key_schema_test
