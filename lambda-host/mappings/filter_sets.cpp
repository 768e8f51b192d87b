#include "lambda-host/mappings/filter_sets.h"

#include <algorithm>
#include <string>
#include <utility>

namespace lambda_host {
namespace {

constexpr std::size_t kMany = 9;

const TextTest* text_test(const FilterTest& test, TextMatch match, bool ignore_case) {
  const auto* text = std::get_if<TextTest>(&test.node);
  return text && text->match == match && text->ignore_case == ignore_case ? text : nullptr;
}

void tabulate(std::vector<FilterTest>& tests, TextMatch match, bool ignore_case) {
  std::vector<std::string> texts;
  for (const FilterTest& test : tests) {
    if (const TextTest* text = text_test(test, match, ignore_case)) texts.push_back(text->text);
  }
  TextTable table(match, ignore_case, std::move(texts));
  if (table.texts().size() < kMany) return;
  std::erase_if(tests, [&](const FilterTest& test) { return text_test(test, match, ignore_case); });
  tests.push_back({std::move(table)});
}

void gather_numbers(std::vector<FilterTest>& tests) {
  NumberSet set;
  for (const FilterTest& test : tests) {
    if (const auto* number = std::get_if<EqualsNumber>(&test.node)) {
      set.numbers.insert(number->value);
    }
  }
  if (set.numbers.size() < kMany) return;
  std::erase_if(tests, [](const FilterTest& test) {
    return std::holds_alternative<EqualsNumber>(test.node);
  });
  tests.push_back({std::move(set)});
}

}  // namespace

std::vector<FilterTest> with_sets(std::vector<FilterTest> tests) {
  if (tests.size() < kMany) return tests;
  for (const TextMatch match : {TextMatch::equals, TextMatch::prefix, TextMatch::suffix}) {
    for (const bool ignore_case : {false, true}) tabulate(tests, match, ignore_case);
  }
  gather_numbers(tests);
  return tests;
}

}  // namespace lambda_host
