#include "lambda-host/mappings/filter_match.h"

#include <doctest/doctest.h>

namespace filter_match_test {

using core::json::Document;
using lambda_host::FilterTest;
using lambda_host::Verdict;

namespace {

using Tests = std::vector<FilterTest>;

bool leaf_matches(const Tests& tests, const std::optional<core::json::Value>& value) {
  lambda_host::MatchSteps steps;
  return lambda_host::leaf_matches(tests, value, steps) == Verdict::yes;
}

bool node_matches(const lambda_host::FilterNode& pattern, const core::json::Value& value) {
  lambda_host::MatchSteps steps;
  return lambda_host::node_matches(pattern, value, steps) == Verdict::yes;
}

bool passes(FilterTest test, const std::string& value) {
  return leaf_matches(Tests{std::move(test)}, Document::parse(value).root());
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

TEST_CASE("many texts or numbers are looked up, and mean what a few do") {
  const auto passes_list = [](const std::string& tests, const std::string& value) {
    const auto pattern = core::json::Document::parse(R"({"a":)" + tests + "}");
    const auto event = core::json::Document::parse(R"({"a":)" + value + "}");
    const auto node = lambda_host::read_filter_pattern(pattern.root());
    REQUIRE(node);
    return node_matches(*node, event.root());
  };
  const std::string texts = R"(["a","b","c","d","e","f","g","h","i",{"prefix":"x"},7])";
  for (const char* value : {R"("a")", R"("i")", R"("xy")", "7", R"(["z","z","i"])"}) {
    CAPTURE(value);
    CHECK(passes_list(texts, value));
  }
  for (const char* value : {R"("j")", R"("A")", "8", "null", R"(["z","z"])"}) {
    CAPTURE(value);
    CHECK_FALSE(passes_list(texts, value));
  }
  const std::string numbers = R"([1,2,3,4,5,6,7,8,9.5,"t"])";
  for (const char* value : {"1", "1.0", "9.5", R"("t")"}) CHECK(passes_list(numbers, value));
  for (const char* value : {"9", R"("1")"}) CHECK_FALSE(passes_list(numbers, value));
  const std::string except = R"([{"anything-but":["a","b","c","d","e","f","g","h","i"]}])";
  CHECK_FALSE(passes_list(except, R"("i")"));
  CHECK(passes_list(except, R"("j")"));
}

TEST_CASE("an element that is as the one before is as that one") {
  const auto passes_in = [](const std::string& list) {
    const auto pattern = core::json::Document::parse(R"({"l":{"S":["b"],"N":[{"exists":false}]}})");
    const auto event = core::json::Document::parse(R"({"l":)" + list + "}");
    return node_matches(*lambda_host::read_filter_pattern(pattern.root()), event.root());
  };
  CHECK(passes_in(R"([{"S":"a"},{"S":"a"},{"S":"b"}])"));
  CHECK(passes_in(R"([{"S":"a"},{"T":"a"},{"S":"b"}])"));
  CHECK(passes_in(R"([{"S":"b","N":"1"},{"S":"b"}])"));
  CHECK(passes_in(R"([{"S":1},{"S":"b"}])"));
  CHECK(passes_in(R"([{"S":["a"]},{"S":["b"]}])"));
  CHECK_FALSE(passes_in(R"([{"S":"a"},{"S":"a"}])"));
}

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
  CHECK(leaf_matches(Tests{absent}, std::nullopt));
  CHECK_FALSE(leaf_matches(Tests{present}, std::nullopt));
}

TEST_CASE("anything but is for what is there") {
  const FilterTest test{lambda_host::AnythingBut{
      {text(lambda_host::TextMatch::equals, "a"), text(lambda_host::TextMatch::equals, "b")}}};
  CHECK(passes(test, R"("c")"));
  CHECK_FALSE(passes(test, R"("b")"));
  CHECK_FALSE(leaf_matches(Tests{test}, std::nullopt));
}

TEST_CASE("where an object is wanted, one of an array's may be it, all by itself") {
  lambda_host::FilterNode pattern;
  pattern.leaves["a"] = {numeric("=", 1)};
  pattern.leaves["b"] = {numeric("=", 2)};
  const auto node = [&](const char* json) {
    return node_matches(pattern, Document::parse(json).root());
  };
  CHECK(node(R"([{"a":0},{"a":1,"b":2}])"));
  CHECK_FALSE(node(R"([{"a":1},{"b":2}])"));
  CHECK_FALSE(node("[]"));
  lambda_host::FilterNode outer;
  outer.objects["o"] = pattern;
  CHECK(node_matches(outer, Document::parse(R"({"o":{"a":1,"b":2}})").root()));
  CHECK_FALSE(node_matches(outer, Document::parse(R"({"a":1,"b":2})").root()));
}

TEST_CASE("one of the alternatives must hold beside the fields") {
  lambda_host::FilterNode pattern;
  pattern.leaves["a"] = {numeric("=", 1)};
  for (const double wanted : {2.0, 3.0}) {
    pattern.alternatives.emplace_back().leaves["b"] = {numeric("=", wanted)};
  }
  const auto node = [&](const char* json) {
    return node_matches(pattern, Document::parse(json).root());
  };
  CHECK(node(R"({"a":1,"b":3})"));
  CHECK_FALSE(node(R"({"a":1,"b":4})"));
  CHECK_FALSE(node(R"({"a":2,"b":3})"));
}

}  // namespace filter_match_test
