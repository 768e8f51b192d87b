#include "lambda-host/mappings/match_steps.h"

#include "lambda-host/mappings/filter_criteria.h"
#include "tests/unit/lambda-host/mappings/random_filters.h"

#include <doctest/doctest.h>

namespace match_steps_test {

using core::json::Document;
using lambda_host::FilterCriteria;
using lambda_host::MatchSteps;
using lambda_host::Verdict;

namespace {

Verdict in_pieces(const FilterCriteria& criteria, const core::json::Value& event,
                  std::size_t steps_of_piece, int& pieces) {
  MatchSteps steps(0);
  for (pieces = 1;; ++pieces) {
    steps.grant(steps_of_piece);
    const Verdict verdict = criteria.matches(event, steps);
    if (verdict != Verdict::unfinished) return verdict;
    REQUIRE(steps.left() == 0);
    REQUIRE(pieces < 100'000);
  }
}

// A field that has `count` different texts, each in an object of its own.
std::string list_event(int count, const std::string& filling = "") {
  std::string text = R"({"l":[)";
  for (int i = 0; i < count; ++i) {
    text += (i > 0 ? R"(,{"S":")" : R"({"S":")") + filling + std::to_string(i) + "\"}";
  }
  return text + "]}";
}

// How many steps a field's tests take on such an event.
std::size_t steps_of(const std::string& tests, const std::string& event) {
  const FilterCriteria criteria({R"({"l":{"S":)" + tests + "}}"});
  MatchSteps steps(std::size_t{1} << 40);
  CHECK(criteria.matches(Document::parse(event).root(), steps) == Verdict::no);
  return (std::size_t{1} << 40) - steps.left();
}

std::string tests_of(int count, const char* before, const char* behind) {
  std::string text = "[";
  for (int i = 0; i < count; ++i) {
    text += (i > 0 ? "," : "") + std::string(before) + std::to_string(i) + behind;
  }
  return text + "]";
}

}  // namespace

TEST_CASE("a loop goes on where it broke off, and so do those within it") {
  MatchSteps steps(0);
  std::string tried;
  const auto all = [&] {
    return steps.any_of(2, [&](std::size_t outer) {
      return steps.all_of(3, [&](std::size_t inner) {
        tried += std::to_string(outer) + std::to_string(inner) + ' ';
        return lambda_host::verdict(!(outer == 0 && inner == 1));
      });
    });
  };
  CHECK(all() == Verdict::unfinished);
  CHECK(tried == "00 ");
  steps.grant(2);
  CHECK(all() == Verdict::unfinished);
  CHECK(tried == "00 01 10 ");
  steps.grant(MatchSteps::kUnlimited);
  CHECK(all() == Verdict::yes);
  CHECK(tried == "00 01 10 11 12 ");
  CHECK(all() == Verdict::yes);
  CHECK(tried == "00 01 10 11 12 00 01 10 11 12 ");
}

TEST_CASE("the answer of a loop over nothing is no for any, and yes for all") {
  MatchSteps steps;
  const auto never = [](std::size_t) { return Verdict::unfinished; };
  CHECK(steps.any_of(0, never) == Verdict::no);
  CHECK(steps.all_of(0, never) == Verdict::yes);
}

TEST_CASE("a verdict's opposite") {
  CHECK(lambda_host::opposite(Verdict::yes) == Verdict::no);
  CHECK(lambda_host::opposite(Verdict::no) == Verdict::yes);
  CHECK(lambda_host::opposite(Verdict::unfinished) == Verdict::unfinished);
}

TEST_CASE("in pieces of any size the verdict is that of the whole, and so is the explanation") {
  RandomFilters random(7);
  int matched = 0;
  int broken_off = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string pattern = random.pattern();
    const std::string text = random.event();
    CAPTURE(pattern);
    CAPTURE(text);
    const FilterCriteria criteria({pattern, random.pattern()});
    const Document event = Document::parse(text);
    const bool matches = criteria.matches(event.root());
    int pieces = 0;
    REQUIRE(in_pieces(criteria, event.root(), random.below(4), pieces) ==
            lambda_host::verdict(matches));
    std::size_t left = 100'000;
    REQUIRE(criteria.explain(event.root(), left).value().empty() == matches);
    matched += matches ? 1 : 0;
    broken_off += pieces > 1 ? 1 : 0;
  }
  CHECK(matched > 300);
  CHECK(matched < 2700);
  CHECK(broken_off > 1000);
}

TEST_CASE("of many texts of one kind an element costs no more than of ten") {
  const std::string event = list_event(1000);
  for (const char* before :
       {"\"x", R"({"prefix":"x)", R"({"suffix":"x)", R"({"equals-ignore-case":"x)"}) {
    const char* const behind = before[0] == '"' ? "\"" : "\"}";
    CAPTURE(before);
    CHECK(steps_of(tests_of(10, before, behind), event) ==
          steps_of(tests_of(300, before, behind), event));
  }
}

TEST_CASE("each wildcard, range and long text counts, by what it looks through") {
  const std::string event = list_event(1000);
  const std::size_t one = steps_of(tests_of(1, R"({"wildcard":"x*)", "\"}"), event);
  CHECK(one >= 1000);
  CHECK(steps_of(tests_of(100, R"({"wildcard":"x*)", "\"}"), event) >= 100'000);
  CHECK(steps_of(tests_of(3, R"({"cidr":"10.0.0.)", R"(/32"})"), event) >= 3 * 64 * 1000);
  CHECK(steps_of(R"([{"numeric":[">",1,">",2,">",3,">",4]}])", event) >= 5 * 1000);
  const std::string long_texts = list_event(10, std::string(4000, 'a'));
  CHECK(steps_of(tests_of(1, R"({"wildcard":"x*)", "\"}"), long_texts) >= 10 * 1000);
  const std::string long_test = R"([{"prefix":")" + std::string(400, 'a') + "x\"}]";
  CHECK(steps_of(long_test, long_texts) >= 10 * 100);
}

TEST_CASE("members that are looked through for a name count") {
  std::string members = R"({"l":{"a":0)";
  for (int i = 0; i < 1000; ++i) members += ",\"m" + std::to_string(i) + "\":0";
  CHECK(steps_of("[1]", members + "}}") >= 1001);
}

TEST_CASE("elements that are alike cost what comparing them costs") {
  const std::string same = R"({"S":")" + std::string(4000, 'a') + "\"}";
  CHECK(steps_of(R"([1])", R"({"l":[)" + same + ',' + same + "]}") >= 1000);
}

TEST_CASE("an explanation that would take too long is none, and counts what it took") {
  const FilterCriteria criteria({R"({"l":{"S":[{"wildcard":"x*"},{"wildcard":"y*"}]}})"});
  const Document event = Document::parse(list_event(100));
  std::size_t left = 100;
  CHECK_FALSE(criteria.explain(event.root(), left).has_value());
  CHECK(left == 0);
  left = 10'000;
  CHECK(criteria.explain(event.root(), left) ==
        std::vector<std::string>{R"(no element of l matches: l[0].S is "0", the pattern wants )"
                                 R"(one of a text like "x*", a text like "y*")"});
  CHECK(left > 0);
  CHECK(left < 9'800);
}

TEST_CASE("a value that is shown costs as much as it is long") {
  const FilterCriteria criteria({R"({"a":["x"]})"});
  const Document event = Document::parse(R"({"a":")" + std::string(5000, 'y') + "\"}");
  std::size_t left = 5000;
  CHECK_FALSE(criteria.explain(event.root(), left).has_value());
  left = 6000;
  CHECK(criteria.explain(event.root(), left).has_value());
  CHECK(left < 1000);
}

}  // namespace match_steps_test
