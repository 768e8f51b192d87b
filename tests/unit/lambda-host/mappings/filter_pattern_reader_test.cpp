#include "lambda-host/mappings/filter_pattern.h"

#include <doctest/doctest.h>

namespace filter_pattern_reader_test {

namespace {

using lambda_host::FilterNode;
using lambda_host::FilterTest;

std::optional<FilterNode> read(const std::string& pattern) {
  return lambda_host::read_filter_pattern(core::json::Document::parse(pattern).root());
}

// The only test of the field "a".
template <class Test>
Test test(const std::string& json) {
  const auto pattern = read(R"({"a":[)" + json + "]}");
  REQUIRE(pattern);
  REQUIRE(pattern->leaves.at("a").size() == 1);
  return std::get<Test>(pattern->leaves.at("a")[0].node);
}

}  // namespace

TEST_CASE("what isn't a pattern is refused") {
  const char* bad[] = {
      "[]",
      "1",
      "{}",
      R"({"a":"leaf"})",
      R"({"a":1})",
      R"({"a":[]})",
      R"({"a":{}})",
      R"({"a":[{}]})",
      R"({"a":[["x"]]})",
      R"({"a":[{"prefix":1}]})",
      R"({"a":[{"unknown":"x"}]})",
      R"({"a":[{"prefix":"x","suffix":"y"}]})",
      R"({"a":[{"numeric":[">"]}]})",
      R"({"a":[{"numeric":["!",1]}]})",
      R"({"a":[{"numeric":[">","1"]}]})",
      R"({"a":[{"exists":1}]})",
      R"({"a":[{"anything-but":["x",1]}]})",
      R"({"a":[{"anything-but":[]}]})",
      R"({"a":[{"wildcard":"a**"}]})",
      R"({"a":[{"suffix":1}]})",
      R"({"a":[{"cidr":"10.0.0.0"}]})",
      R"({"a":[{"cidr":8}]})",
      R"({"a":[{"anything-but":{"cidr":"10.0.0.0/8"}}]})",
      R"({"a":[{"prefix":{"prefix":"x"}}]})",
      R"({"a":[{"suffix":{"equals-ignore-case":1}}]})",
      R"({"a":[{"wildcard":{"equals-ignore-case":"x"}}]})",
      R"({"a":[{"equals-ignore-case":{"equals-ignore-case":"x"}}]})",
      R"({"a":[{"numeric":[]}]})",
      R"({"a":[{"numeric":1}]})",
      R"({"a":[{"numeric":[">",1,"<"]}]})",
      R"({"a":[{"numeric":[1,1]}]})",
      R"({"a":[{"exists":"true"}]})",
      R"({"a":[{"anything-but":true}]})",
      R"({"a":[{"anything-but":null}]})",
      R"({"a":[{"anything-but":[true]}]})",
      R"({"a":[{"anything-but":{"exists":true}}]})",
      R"({"a":[{"anything-but":{"prefix":[]}}]})",
      R"({"a":[{"anything-but":{"prefix":["x",1]}}]})",
      R"({"a":[{"anything-but":{"prefix":"x","suffix":"y"}}]})",
      R"({"a":[1],"b":{"c":1}})",
      R"({"$or":[{"a":[1]},{}]})",
      R"({"$or":[{"a":[1]}]})",
      R"({"$or":[{"prefix":[1]},{"a":[1]}]})",
      R"({"$or":{}})",
  };
  for (const char* text : bad) {
    CAPTURE(text);
    CHECK_FALSE(read(text));
  }
}

TEST_CASE("tests of texts know their way to match and whether case counts") {
  using lambda_host::TextMatch;
  struct Case {
    const char* json;
    TextMatch match;
    const char* text;
    bool ignore_case;
  };
  const Case cases[] = {
      {R"("Az")",                                   TextMatch::equals, "Az",       false},
      {R"({"prefix":"Az"})",                        TextMatch::prefix, "Az",       false},
      {R"({"suffix":"Az"})",                        TextMatch::suffix, "Az",       false},
      {R"({"equals-ignore-case":"@AZ[`az{"})",      TextMatch::equals, "@AZ[`az{", true },
      {R"({"prefix":{"equals-ignore-case":"Az"}})", TextMatch::prefix, "Az",       true },
      {R"({"suffix":{"equals-ignore-case":"Az"}})", TextMatch::suffix, "Az",       true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.json);
    const auto found = test<lambda_host::TextTest>(c.json);
    CHECK(found.match == c.match);
    CHECK(found.text == c.text);
    CHECK(found.ignore_case == c.ignore_case);
  }
}

TEST_CASE("tests of other values are read with them") {
  test<lambda_host::EqualsNull>("null");
  CHECK(test<lambda_host::EqualsBoolean>("true").value);
  CHECK_FALSE(test<lambda_host::EqualsBoolean>("false").value);
  CHECK(test<lambda_host::EqualsNumber>("1.5").value == 1.5);
  CHECK(test<lambda_host::ExistsTest>(R"({"exists":true})").exists);
  CHECK_FALSE(test<lambda_host::ExistsTest>(R"({"exists":false})").exists);
  for (const std::string op : {"=", "<", "<=", ">", ">="}) {
    const auto bounds =
        test<lambda_host::NumericTest>(R"({"numeric":[")" + op + R"(",2,"<",9]})").bounds;
    REQUIRE(bounds.size() == 2);
    CHECK(bounds[0].op == op);
    CHECK(bounds[0].value == 2);
    CHECK(bounds[1].value == 9);
  }
}

TEST_CASE("anything-but has one test or several of a kind") {
  struct Case {
    const char* json;
    std::size_t tests;
  };
  const Case cases[] = {
      {R"({"anything-but":"x"})",                                              1},
      {R"({"anything-but":1})",                                                1},
      {R"({"anything-but":["x","y"]})",                                        2},
      {R"({"anything-but":[1,2,3]})",                                          3},
      {R"({"anything-but":{"suffix":"x"}})",                                   1},
      {R"({"anything-but":{"prefix":["x","y"]}})",                             2},
      {R"({"anything-but":{"prefix":["1","2","3","4","5","6","7","8","9"]}})", 1},
  };
  for (const Case& c : cases) {
    CAPTURE(c.json);
    CHECK(test<lambda_host::AnythingBut>(c.json).tests.size() == c.tests);
  }
}

TEST_CASE("fields hold tests or a pattern of their own; of two with one name the last counts") {
  const auto pattern =
      read(R"({"a":{"b":["x",1]},"c":[1],"d":[1],"d":{"e":[1]},"f":{"e":[1]},"f":[2]})");
  REQUIRE(pattern);
  CHECK(pattern->objects.size() == 2);
  CHECK(pattern->objects.at("a").leaves.at("b").size() == 2);
  CHECK(pattern->objects.count("d") == 1);
  CHECK(pattern->leaves.size() == 2);
  CHECK(pattern->leaves.count("c") == 1);
  CHECK(pattern->leaves.count("f") == 1);
}

TEST_CASE("$or holds two patterns or more, or else it is a field's name") {
  CHECK(read(R"({"$or":[{"a":[1]},{"b":[1]}]})")->alternatives.size() == 2);
  CHECK(read(R"({"$or":[{"a":[1]},{"b":[1]}],"$or":[{"c":[1]},{"d":[1]},{"e":[1]}]})")
            ->alternatives.size() == 3);
  for (const char* field : {R"({"$or":["a","b"]})", R"({"$or":[{"prefix":"x"}]})",
                            R"({"$or":[{"prefix":"x"},{"exists":true}]})"}) {
    CAPTURE(field);
    const auto pattern = read(field);
    REQUIRE(pattern);
    CHECK(pattern->alternatives.empty());
    CHECK(pattern->leaves.count("$or") == 1);
  }
}

}  // namespace filter_pattern_reader_test
