#include "core/attribute_name.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <string>

namespace attribute_name_test {

TEST_CASE("an attribute's name has something in it and is shorter than 64 KB") {
  const std::string longest(65535, 'a');
  struct Case {
    std::string name;
    std::string refusal;
  };
  const Case cases[] = {
      {"a",            ""                                                          },
      {"any text: Ü", ""                                                          },
      {longest,        ""                                                          },
      {"",             "Empty attribute name"                                      },
      {longest + "a",  "Attribute name is too large, must be less than 65536 bytes"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name.size());
    std::string refusal;
    try {
      core::check_attribute_name(c.name);
    } catch (const core::ApiError& error) {
      refusal = error.message();
    }
    CHECK(refusal == c.refusal);
  }
}

}  // namespace attribute_name_test
