#include "lambda-host/mappings/filter_match.h"

#include <doctest/doctest.h>

namespace filter_match_test {

using core::json::Document;
using lambda_host::FilterTest;

namespace {

bool passes(FilterTest test, const std::string& value) {
  return lambda_host::leaf_matches({std::move(test)}, Document::parse(value).root());
}

FilterTest numeric(const char* op, double value) {
  return {lambda_host::NumericTest{{{op, value}}}};
}

FilterTest text(lambda_host::TextMatch match, std::string wanted, bool ignore_case = false) {
  return {
      lambda_host::TextTest{match, std::move(wanted), ignore_case}
  };
}

}  // namespace

TEST_CASE("a member that is null is there, one that isn't is not") {
  const Document document = Document::parse(R"({"a":null,"b":[1]})");
  CHECK(lambda_host::find_member(document.root(), "a").has_value());
  CHECK_FALSE(lambda_host::find_member(document.root(), "c").has_value());
  CHECK_FALSE(lambda_host::find_member(std::nullopt, "a").has_value());
  const auto array = lambda_host::find_member(document.root(), "b");
  CHECK_FALSE(lambda_host::find_member(array, "a").has_value());
}

TEST_CASE("each bound is held at its value or beside it") {
  struct Case {
    const char* op;
    bool below, at, above;
  };
  for (const Case& c : {
           Case{"=",  false, true,  false},
           Case{"<",  true,  false, false},
           Case{"<=", true,  true,  false},
           Case{">",  false, false, true },
           Case{">=", false, true,  true }
  }) {
    CHECK(passes(numeric(c.op, 7), "6.5") == c.below);
    CHECK(passes(numeric(c.op, 7), "7") == c.at);
    CHECK(passes(numeric(c.op, 7), "7.5") == c.above);
    CHECK_FALSE(passes(numeric(c.op, 7), "\"7\""));
  }
  const FilterTest range{lambda_host::NumericTest{{{">", 1}, {"<", 3}}}};
  CHECK(passes(range, "2"));
  CHECK_FALSE(passes(range, "3"));
  CHECK_FALSE(passes(range, "1"));
}

TEST_CASE("texts are compared at their beginning, at their end or whole, if wanted in any case") {
  using lambda_host::TextMatch;
  CHECK(passes(text(TextMatch::prefix, "us-"), R"("us-")"));
  CHECK_FALSE(passes(text(TextMatch::prefix, "us-"), R"("us")"));
  CHECK(passes(text(TextMatch::suffix, ".js"), R"("a.js")"));
  CHECK(passes(text(TextMatch::suffix, ".js"), R"(".js")"));
  CHECK_FALSE(passes(text(TextMatch::suffix, ".js"), R"("js")"));
  CHECK(passes(text(TextMatch::equals, "aBc", true), R"("AbC")"));
  CHECK_FALSE(passes(text(TextMatch::equals, "aBc", true), R"("abd")"));
  CHECK_FALSE(passes(text(TextMatch::equals, "abc"), R"("ABC")"));
  CHECK_FALSE(passes(text(TextMatch::equals, "abc", true), R"("abcd")"));
  CHECK_FALSE(passes(text(TextMatch::equals, "1"), "1"));
}

TEST_CASE("to a test an object is nothing, and an array is each of its elements") {
  const FilterTest present{lambda_host::ExistsTest{true}};
  const FilterTest absent{lambda_host::ExistsTest{false}};
  CHECK(passes(present, "null"));
  CHECK_FALSE(passes(absent, "null"));
  CHECK(passes(absent, R"({"a":1})"));
  CHECK_FALSE(passes(present, R"({"a":1})"));
  CHECK(passes(numeric("=", 2), "[1,[2]]"));
  CHECK_FALSE(passes(present, "[]"));
  CHECK(lambda_host::leaf_matches({absent}, std::nullopt));
  CHECK_FALSE(lambda_host::leaf_matches({present}, std::nullopt));
}

TEST_CASE("anything but is for what is there") {
  const FilterTest test{lambda_host::AnythingBut{
      {text(lambda_host::TextMatch::equals, "a"), text(lambda_host::TextMatch::equals, "b")}}};
  CHECK(passes(test, R"("c")"));
  CHECK_FALSE(passes(test, R"("b")"));
  CHECK_FALSE(lambda_host::leaf_matches({test}, std::nullopt));
}

TEST_CASE("where an object is wanted, one of an array's may be it, all by itself") {
  lambda_host::FilterNode pattern;
  pattern.leaves["a"] = {numeric("=", 1)};
  pattern.leaves["b"] = {numeric("=", 2)};
  const auto node = [&](const char* json) {
    return lambda_host::node_matches(pattern, Document::parse(json).root());
  };
  CHECK(node(R"([{"a":0},{"a":1,"b":2}])"));
  CHECK_FALSE(node(R"([{"a":1},{"b":2}])"));
  CHECK_FALSE(node("[]"));
  lambda_host::FilterNode outer;
  outer.objects["o"] = pattern;
  CHECK(lambda_host::node_matches(outer, Document::parse(R"({"o":{"a":1,"b":2}})").root()));
  CHECK_FALSE(lambda_host::node_matches(outer, Document::parse(R"({"a":1,"b":2})").root()));
}

TEST_CASE("one of the alternatives must hold beside the fields") {
  lambda_host::FilterNode pattern;
  pattern.leaves["a"] = {numeric("=", 1)};
  for (const double wanted : {2.0, 3.0}) {
    pattern.alternatives.emplace_back().leaves["b"] = {numeric("=", wanted)};
  }
  const auto node = [&](const char* json) {
    return lambda_host::node_matches(pattern, Document::parse(json).root());
  };
  CHECK(node(R"({"a":1,"b":3})"));
  CHECK_FALSE(node(R"({"a":1,"b":4})"));
  CHECK_FALSE(node(R"({"a":2,"b":3})"));
}

}  // namespace filter_match_test
