#include "lambda-host/mappings/filter_sets.h"

#include "lambda-host/mappings/filter_match.h"
#include "tests/unit/lambda-host/mappings/random_filters.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace filter_sets_test {

using core::json::Document;
using lambda_host::FilterTest;
using lambda_host::MatchSteps;
using lambda_host::TextMatch;
using lambda_host::TextTable;
using lambda_host::Verdict;

namespace {

std::vector<FilterTest> texts(int count, TextMatch match, bool ignore_case) {
  std::vector<FilterTest> tests;
  for (int i = 0; i < count; ++i) {
    tests.push_back({
        lambda_host::TextTest{match, std::to_string(i), ignore_case}
    });
  }
  return tests;
}

// Each test as it stands, read from a list of its own, where it is alone.
std::vector<FilterTest> read_apart(const std::string& tests) {
  std::vector<FilterTest> all;
  Document::parse(tests).root().array().for_each([&](const core::json::Value& test) {
    const auto pattern = Document::parse(R"({"a":[)" + test.text() + "]}");
    const auto node = lambda_host::read_filter_pattern(pattern.root());
    REQUIRE(node);
    all.push_back(node->leaves.at("a").front());
  });
  return all;
}

bool passes_one(const std::vector<FilterTest>& tests, const core::json::Value& value) {
  return std::any_of(tests.begin(), tests.end(), [&](const FilterTest& test) {
    MatchSteps steps;
    return lambda_host::leaf_matches({test}, value, steps) == Verdict::yes;
  });
}

}  // namespace

TEST_CASE("nine texts of one kind are a table, eight aren't") {
  for (const TextMatch match : {TextMatch::equals, TextMatch::prefix, TextMatch::suffix}) {
    for (const bool ignore_case : {false, true}) {
      CHECK(lambda_host::with_sets(texts(8, match, ignore_case)).size() == 8);
      const auto made = lambda_host::with_sets(texts(9, match, ignore_case));
      REQUIRE(made.size() == 1);
      const auto& table = std::get<TextTable>(made.front().node);
      CHECK(table.texts().size() == 9);
      CHECK(table.match() == match);
      CHECK(table.ignores_case() == ignore_case);
    }
  }
}

TEST_CASE("what is few stays where it is, what is many comes behind it, numbers last") {
  auto tests = texts(9, TextMatch::suffix, false);
  for (const FilterTest& test : texts(8, TextMatch::prefix, false)) tests.push_back(test);
  for (int i = 0; i < 9; ++i) tests.push_back({lambda_host::EqualsNumber{i * 1.5}});
  tests.push_back({lambda_host::EqualsNull{}});
  for (const FilterTest& test : texts(9, TextMatch::prefix, true)) tests.push_back(test);
  const auto made = lambda_host::with_sets(tests);
  REQUIRE(made.size() == 12);
  CHECK(std::get<lambda_host::TextTest>(made[0].node).match == TextMatch::prefix);
  CHECK(std::holds_alternative<lambda_host::EqualsNull>(made[8].node));
  CHECK(std::get<TextTable>(made[9].node).match() == TextMatch::prefix);
  CHECK(std::get<TextTable>(made[10].node).match() == TextMatch::suffix);
  CHECK(std::get<lambda_host::NumberSet>(made[11].node).numbers.size() == 9);
}

TEST_CASE("a text that is there twice counts once") {
  auto tests = texts(8, TextMatch::prefix, false);
  tests.push_back(tests.front());
  CHECK(lambda_host::with_sets(std::move(tests)).size() == 9);
}

TEST_CASE("verdicts are those of the tests one by one") {
  RandomFilters random(42);
  int passed = 0;
  for (int round = 0; round < 500; ++round) {
    const auto plain = read_apart(random.tests(60));
    const auto made = lambda_host::with_sets(plain);
    for (int i = 0; i < 20; ++i) {
      const std::string text = random.scalar();
      const auto value = Document::parse(text);
      const bool expected = passes_one(plain, value.root());
      MatchSteps steps;
      CAPTURE(text);
      REQUIRE(lambda_host::leaf_matches(made, value.root(), steps) ==
              lambda_host::verdict(expected));
      passed += expected ? 1 : 0;
    }
  }
  CHECK(passed > 1000);
  CHECK(passed < 9900);
}

}  // namespace filter_sets_test
