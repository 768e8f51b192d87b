#include "core/json/value.h"

#include "core/json/writer.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace value_test {

using namespace std::string_literals;

using core::json::check_syntax;
using core::json::Document;
using core::json::Kind;
using core::json::ParseError;

TEST_CASE("a document gives its members in the order of the text") {
  const Document document = Document::parse(R"({"b":1,"a":["x",true,null,1.5]})");
  const auto object = document.root().object();
  REQUIRE(object.size() == 2);
  CHECK(object.at(0).name == "b");
  CHECK(object.at(0).value.whole() == 1);
  const auto array = object.find("a")->array();
  CHECK(array.at(0).string() == "x");
  CHECK(array.at(1).boolean());
  CHECK(array.at(2).is(Kind::null));
  CHECK(array.at(3).number() == 1.5);
  CHECK_FALSE(array.at(3).whole());
}

TEST_CASE("a member that is null is as good as absent") {
  const Document document = Document::parse(R"({"a":null})");
  CHECK_FALSE(document.root().object().find("a"));
  CHECK_FALSE(document.root().object().find("b"));
}

TEST_CASE("what isn't one JSON value is refused") {
  const std::string deep(Document::kMaxDepth + 1, '[');
  for (const std::string& text : {std::string(""), std::string("{"), std::string("{}x"),
                                  std::string("{\"a\":\"\xff\"}"), std::string("nul"), deep}) {
    CAPTURE(text);
    CHECK_THROWS_AS(Document::parse(text), ParseError);
  }
}

TEST_CASE("nothing may hide behind a zero byte, and no text ends within a character") {
  for (const std::string& text : {"{}"s + '\0', "{}\0x"s, "[1,\"\0\"]"s, "\0{}"s}) {
    CAPTURE(text);
    CHECK_THROWS_AS(Document::parse(text), ParseError);
    CHECK_THROWS_AS(check_syntax(text), ParseError);
  }
  for (const char* text : {"[\"1\xed", "\"\xf0\x9f", "\"\xe2\x82", "\"\xc3", "\"\xf4\x8f\xbf"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(Document::parse(text), ParseError);
  }
}

TEST_CASE("a string ends at its quote and has what its escapes stand for, wherever they are") {
  for (std::size_t before = 0; before < 20; ++before) {
    for (std::size_t after = 0; after < 20; ++after) {
      CAPTURE(before);
      CAPTURE(after);
      const std::string a(before, 'a');
      const std::string b(after, '~');
      const auto read = [&](const std::string& escape) {
        const Document document = Document::parse("[\"" + a + escape + b + "\",\"" + b + "\"]");
        const auto array = document.root().array();
        CHECK(array.at(1).string() == b);
        return std::string(array.at(0).string());
      };
      CHECK(read("") == a + b);
      CHECK(read("\\\"") == a + '"' + b);
      CHECK(read("\\\\x\\n") == a + "\\x\n" + b);
      CHECK(read("\\u00e9\\ud834\\udd1e") == a + "\xc3\xa9\xf0\x9d\x84\x9e" + b);
      CHECK(read("\xc3\xa9") == a + "\xc3\xa9" + b);
    }
  }
}

TEST_CASE("a control character in a string is refused, wherever it stands") {
  for (std::size_t before = 0; before < 20; ++before) {
    for (const char control : {'\x01', '\n', '\x19', '\x1a', '\x1f'}) {
      for (const std::size_t after : {std::size_t{0}, std::size_t{20}}) {
        CAPTURE(before);
        const std::string text =
            "\"" + std::string(before, 'a') + control + std::string(after, 'b') + "\"";
        CHECK_THROWS_AS(Document::parse(text), ParseError);
      }
    }
    CHECK_THROWS_AS(Document::parse("\"" + std::string(before, 'a')), ParseError);
  }
}

TEST_CASE("a document knows how long its text was") {
  CHECK(Document::parse("[\"a\\n\"]").text_bytes() == 7);
  CHECK(Document::parse("\"\xc3\xa9\"").text_bytes() == 4);
}

TEST_CASE("brackets within strings don't count as depth") {
  const std::string text = "[\"" + std::string(Document::kMaxDepth, '{') + "\\\"[\"]";
  CHECK(Document::parse(text).root().array().size() == 1);
}

TEST_CASE("a number is read as an integer without its fraction, and as the nearest that fits") {
  using Limits = std::numeric_limits<std::int64_t>;
  struct Case {
    const char* text;
    std::int64_t value;
  };
  const Case cases[] = {
      {"7",                    7                    },
      {"1.9",                  1                    },
      {"-1.9",                 -1                   },
      {"0.5",                  0                    },
      {"1e3",                  1000                 },
      {"9007199254740993",     9'007'199'254'740'993},
      {"9007199254740992.5",   9'007'199'254'740'992},
      {"9223372036854775807",  Limits::max()        },
      {"9223372036854775808",  Limits::max()        },
      {"-9223372036854775808", Limits::min()        },
      {"1e30",                 Limits::max()        },
      {"-1e30",                Limits::min()        },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(Document::parse(c.text).root().integer() == c.value);
  }
}

TEST_CASE("a number is the nearest to what is written, however it is written") {
  struct Case {
    const char* text;
    double value;
  };
  const Case cases[] = {
      {"0e-70",                  0                                        },
      {"0.000e+90",              0                                        },
      {"-0E-400",                0                                        },
      {"1e-400",                 0                                        },
      {"0.1",                    0.1                                      },
      {"-2.5E-3",                -0.0025                                  },
      {"1.7976931348623157e308", std::numeric_limits<double>::max()       },
      {"5e-324",                 std::numeric_limits<double>::denorm_min()},
      {"123456789012345678901",  123456789012345678901.0                  },
      {"18446744073709551615",   18446744073709551615.0                   },
      {"9007199254740993",       9007199254740992.0                       },
      {"0.30000000000000004",    0.30000000000000004                      },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(Document::parse("[" + std::string(c.text) + "]").root().array().at(0).number() ==
          c.value);
    CHECK(Document::parse(c.text).root().number() == c.value);
  }
  CHECK_THROWS_AS(Document::parse("1e309"), ParseError);
  // As they are written, whole ones stay whole.
  for (const char* text :
       {"0", "-1", "9223372036854775807", "18446744073709551615", "-9223372036854775808"}) {
    CHECK(Document::parse(text).root().text() == text);
  }
  CHECK(Document::parse("-0.0").root().text() == "-0.0");
}

TEST_CASE("what a writer writes is read as it was, wherever in a text the odd characters are") {
  for (const char odd : {'a', '"', '\\', '\n', '\0', '\x1a', '\x1f', ' ', '\x7f'}) {
    for (std::size_t size = 1; size < 40; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        std::string text(size, 'x');
        text[at] = odd;
        core::json::Writer writer;
        writer.begin_array().string(text).string("\xc3\xa9").end_array();
        const Document document = Document::parse(writer.take());
        REQUIRE(document.root().array().at(0).string() == text);
        REQUIRE(document.root().array().at(1).string() == "\xc3\xa9");
      }
    }
  }
}

TEST_CASE("depth is refused where it is, however many brackets there are elsewhere") {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
  };
  CHECK_NOTHROW(Document::parse(nested(Document::kMaxDepth)));
  CHECK_THROWS_AS(Document::parse(nested(Document::kMaxDepth + 1)), ParseError);
  std::string wide = "[";
  for (int i = 0; i < 2 * Document::kMaxDepth; ++i) wide += i ? ",{}" : "{}";
  CHECK(Document::parse(wide + "]").root().array().size() == 2 * Document::kMaxDepth);
}

TEST_CASE("how deep a document nests is counted in objects and arrays") {
  const auto deeper = [](const std::string& text, int levels) {
    return Document::parse(text).nests_deeper_than(levels);
  };
  CHECK_FALSE(deeper("1", 0));
  CHECK(deeper("{}", 0));
  CHECK_FALSE(deeper("{}", 1));
  const std::string text = R"({"a":[{"b":"[{[{"},2],"c":[],"d":{},"e":[[]]})";
  CHECK(deeper(text, 2));
  CHECK_FALSE(deeper(text, 3));
  CHECK_FALSE(deeper(text, 20));
}

TEST_CASE("so many values are refused, but commas within strings are none") {
  const auto ones = [](std::size_t values) {
    std::string text = "[1";
    text.reserve(2 * values + 2);
    for (std::size_t i = 1; i < values; ++i) text += ",1";
    return text + "]";
  };
  CHECK(Document::parse(ones(Document::kMaxValues)).root().array().size() == Document::kMaxValues);
  CHECK_THROWS_WITH_AS(Document::parse(ones(Document::kMaxValues + 1)), "JSON has too many values",
                       ParseError);
  CHECK_THROWS_AS(check_syntax(ones(Document::kMaxValues + 1)), ParseError);
  const std::string commas(2 * Document::kMaxValues, ',');
  CHECK(Document::parse("\"" + commas + "\"").root().string() == commas);
}

TEST_CASE("syntax can be checked without making anything of it") {
  for (const char* good : {"{}", "[1,2.5e3,\"a\"]", "\"\xC3\xA9\"", " null ", "-0"}) {
    CAPTURE(std::string(good));
    CHECK_NOTHROW(check_syntax(good));
  }
  for (const char* bad : {"", "{", "[1,]", "{} x", "\"\xC3\"", "nul", "01", "\"a\nb\""}) {
    CAPTURE(std::string(bad));
    CHECK_THROWS_AS(check_syntax(bad), ParseError);
    CHECK_THROWS_AS(Document::parse(bad), ParseError);
  }
  CHECK_THROWS_AS(check_syntax(std::string(Document::kMaxDepth + 1, '[')), ParseError);
  // A view needs no end.
  CHECK_NOTHROW(check_syntax(std::string_view("12345,", 5)));
}

}  // namespace value_test
