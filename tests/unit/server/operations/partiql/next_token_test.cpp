#include "core/base64.h"
#include "tests/unit/server/operations/partiql/partiql_fixture.h"

#include <doctest/doctest.h>

namespace tests::next_token_test {
namespace {

std::string with_token(const std::string& token) {
  return R"(, "Limit": 1, "NextToken": ")" + token + "\"";
}

void fill(StatementEngine& engine) {
  for (const char* s : {"1", "2", "3"}) {
    engine.put(R"({"p": {"S": "a"}, "s": {"S": ")" + std::string(s) + "\"}}");
  }
}

}  // namespace

TEST_CASE("a token is good for its statement and parameters, and for no other") {
  StatementEngine engine;
  fill(engine);
  const std::string by_key = "SELECT s FROM ttt WHERE p = ?";
  const std::string a = R"(, "Parameters": [{"S": "a"}])";
  const std::string token = text_member(engine.run(by_key, a + R"(, "Limit": 1)"), "NextToken");
  CHECK(listed(engine.run(by_key, a + with_token(token))) == "2");
  CHECK(listed(engine.run(by_key, a + R"(, "NextToken": ")" + token + "\"")) == "2 3");
  const std::string other = "ValidationException: NextToken does not match request";
  CHECK(engine.fail(by_key, R"(, "Parameters": [{"S": "b"}])" + with_token(token)) == other);
  CHECK(engine.fail("SELECT p FROM ttt WHERE p = ?", a + with_token(token)) == other);
  CHECK(engine.fail("SELECT s FROM ttt", with_token(token)) == other);
}

TEST_CASE("a token is good after a restart") {
  StatementEngine engine;
  fill(engine);
  const std::string token =
      text_member(engine.run("SELECT s FROM ttt WHERE p = 'a'", R"(, "Limit": 1)"), "NextToken");
  Engine again(std::move(engine.connection));
  CHECK(listed(again.answer("ExecuteStatement", statement_json("SELECT s FROM ttt WHERE p = 'a'",
                                                               with_token(token)))) == "2");
}

TEST_CASE("what is no token is refused") {
  StatementEngine engine;
  fill(engine);
  const std::string statement = "SELECT s FROM ttt WHERE p = 'a'";
  const std::string token = text_member(engine.run(statement, R"(, "Limit": 1)"), "NextToken");
  const std::string body = *core::base64_decode(token);
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = body;
    return core::base64_encode(text.replace(text.find(from), from.size(), to));
  };
  const std::string tokens[] = {
      "x",
      core::base64_encode("{"),
      core::base64_encode("[1]"),
      core::base64_encode("{}"),
      changed("\"Range\":0", "\"Range\":1"),
      changed("\"Range\":0", "\"Range\":-1"),
      changed("\"Range\":0", "\"Range\":\"0\""),
      changed("\"a\"", "\"b\""),
      changed("{\"S\":\"1\"}", "{\"N\":\"1\"}"),
      changed("{\"S\":\"1\"}", "{\"S\":1}"),
      changed("\"s\"", "\"z\""),
      changed("\"p\":{\"S\":\"a\"},", ""),
  };
  for (const std::string& each : tokens) {
    CAPTURE(each);
    CHECK(engine.fail(statement, with_token(each)) == "ValidationException: Invalid NextToken");
  }
}

}  // namespace tests::next_token_test
