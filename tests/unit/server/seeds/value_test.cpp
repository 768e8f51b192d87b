#include "server/seeds/value.h"

#include <doctest/doctest.h>

namespace value_test {

using namespace server::seeds;
using Kind = Value::Kind;

TEST_CASE("a plain scalar is what JSON has too, or a text") {
  struct Case {
    const char* spelling;
    Kind kind;
  };
  const Case cases[] = {
      {"",             Kind::null   },
      {"~",            Kind::null   },
      {"null",         Kind::null   },
      {"true",         Kind::boolean},
      {"False",        Kind::boolean},
      {"yes",          Kind::text   },
      {"0",            Kind::number },
      {"-12",          Kind::number },
      {"1.5",          Kind::number },
      {"1e3",          Kind::number },
      {"1E-3",         Kind::number },
      {"1.5e+3",       Kind::number },
      {"000000000042", Kind::text   },
      {"01",           Kind::text   },
      {"+1",           Kind::text   },
      {"1.",           Kind::text   },
      {".5",           Kind::text   },
      {"1e",           Kind::text   },
      {"1e+",          Kind::text   },
      {"-",            Kind::text   },
      {"0x1F",         Kind::text   },
      {"2012-10-17",   Kind::text   },
      {"1_000",        Kind::text   },
      {"10.0.0.1",     Kind::text   },
      {"orders",       Kind::text   },
  };
  for (const Case& c : cases) {
    CAPTURE(c.spelling);
    CHECK(plain_scalar(c.spelling).kind == c.kind);
  }
  CHECK(to_json(plain_scalar("True")) == "true");
  CHECK(to_json(plain_scalar("FALSE")) == "false");
  CHECK(to_json(plain_scalar("1e3")) == "1e3");
}

TEST_CASE("JSON comes back as it was") {
  const std::string text = R"({"a":[1,"x",true,null,{}],"b":{"c":-0.5}})";
  const auto document = core::json::Document::parse(text);
  CHECK(to_json(from_json(document.root())) == text);
}

TEST_CASE("members are found, set, replaced and taken away") {
  Value map;
  map.set("a", "x").set("n", number_value("3")).set("z", Value{});
  CHECK(map.text_of("a") == "x");
  CHECK(map.text_of("n") == "3");
  CHECK(map.text_of("none").empty());
  CHECK_FALSE(map.has("z"));
  map.set("a", "y");
  CHECK(to_json(map) == R"({"a":"y","n":3,"z":null})");
  map.erase("n");
  CHECK(to_json(map) == R"({"a":"y","z":null})");
  CHECK(Value().set("l", list_value({})).text_of("l").empty());
}

TEST_CASE("equal is what says the same, in whatever order") {
  const auto read = [](const char* text) {
    const auto document = core::json::Document::parse(text);
    return from_json(document.root());
  };
  struct Case {
    const char* a;
    const char* b;
    bool equal;
  };
  const Case cases[] = {
      {R"({"a":1,"b":2})", R"({"b":2,"a":1})", true },
      {R"({"a":1})",       R"({"a":1,"b":2})", false},
      {R"({"a":1})",       R"({"b":1})",       false},
      {R"([1,2])",         R"([2,1])",         false},
      {R"([1])",           R"([1,2])",         false},
      {R"("1")",           R"(1)",             false},
      {R"(null)",          R"(null)",          true },
      {R"("a")",           R"("b")",           false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.a);
    CAPTURE(c.b);
    CHECK(equal(read(c.a), read(c.b)) == c.equal);
  }
}

TEST_CASE("what is long is shortened in messages") {
  CHECK(brief(text_value(std::string(118, 'x'))) == "\"" + std::string(118, 'x') + "\"");
  CHECK(brief(text_value(std::string(119, 'x'))) == "\"" + std::string(119, 'x') + "…");
}

}  // namespace value_test
