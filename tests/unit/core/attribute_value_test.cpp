#include "core/attribute_value.h"

#include <doctest/doctest.h>

#include <string>

namespace core::attribute_value_test {

TEST_CASE("a scalar is shown with its type, as in AWS's messages, and may be empty") {
  struct Case {
    AttributeValue value;
    std::string text;
    bool empty;
  };
  const Case cases[] = {
      {AttributeValue(std::string("x")),         "AttributeValue: {S:x}",    false},
      {AttributeValue(Number::parse("1.50")),    "AttributeValue: {N:1.5}",  false},
      {AttributeValue(Binary{std::string("a")}), "AttributeValue: {B:YQ==}", false},
      {AttributeValue(std::string()),            "AttributeValue: {S:}",     true },
      {AttributeValue(Binary{}),                 "AttributeValue: {B:}",     true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(scalar_text(c.value) == c.text);
    CHECK(is_empty_scalar(c.value) == c.empty);
  }
}

}  // namespace core::attribute_value_test
