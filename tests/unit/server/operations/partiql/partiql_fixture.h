#pragma once

#include "tests/support/engine.h"

#include <string>
#include <string_view>

namespace tests {

// An engine with the table that the tests of statements share: "ttt" with key p (S), s (S), a
// global index "g" (x; INCLUDE [i]), a local index "l" (p, y; KEYS_ONLY) and a global index "multi"
// whose key has two partition attributes.
struct StatementEngine : Engine {
  StatementEngine();

  void put(std::string_view item);
  // The item with this key as JSON text; "" when there is none.
  std::string item(std::string_view p, std::string_view s);

  // `members` follow the statement: ", \"Limit\": 1".
  std::string run(std::string_view statement, std::string_view members = "");
  // "ValidationException: …", or the answer.
  std::string fail(std::string_view statement, std::string_view members = "");
};

// {"Statement": …} with a statement's quotes escaped.
std::string statement_json(std::string_view statement, std::string_view members = "");

// The Items of an answer by one string attribute: "a b c".
std::string listed(const std::string& answer, std::string_view attribute = "s");

// A string member of an answer; "" when there is none.
std::string text_member(const std::string& answer, std::string_view name);

}  // namespace tests
