#include "server/operations/partiql/key_ranges.h"

#include "core/expressions/key_condition.h"

#include <doctest/doctest.h>

namespace server::operations::key_ranges_test {
namespace {

using core::AttributeValue;
using core::expressions::KeyOperator;
using core::expressions::KeyTerm;
using core::partiql::KeyAlternative;
using storage::Direction;

const core::KeySchema kKey{{{"p", core::ScalarType::s}}, {{"s", core::ScalarType::s}}};

AttributeValue value(const char* text) {
  return AttributeValue(std::string(text));
}

KeyAlternative alternative(const char* partition, std::vector<KeyTerm> sort = {}) {
  KeyAlternative made;
  made.partition = {
      KeyTerm{"p", KeyOperator::equal, {value(partition)}}
  };
  made.sort = std::move(sort);
  return made;
}

KeyTerm sort(KeyOperator op, const char* operand) {
  return {"s", op, {value(operand)}};
}

}  // namespace

TEST_CASE("an alternative's range is what all its terms have in common") {
  const auto both = range_of(
      alternative("a", {sort(KeyOperator::greater, "1"), sort(KeyOperator::less, "3")}), kKey);
  const auto low = range_of(alternative("a", {sort(KeyOperator::greater, "1")}), kKey);
  const auto high = range_of(alternative("a", {sort(KeyOperator::less, "3")}), kKey);
  CHECK(both->keys.first == low->keys.first);
  CHECK(both->keys.end == high->keys.end);
  CHECK_FALSE(both->single);
  CHECK(range_of(alternative("a", {sort(KeyOperator::equal, "1")}), kKey)->single);
  CHECK_FALSE(range_of(
      alternative("a", {sort(KeyOperator::equal, "1"), sort(KeyOperator::equal, "2")}), kKey));
  CHECK_FALSE(range_of(alternative("a"), kKey)->single);
  const core::KeySchema hash_only{{{"p", core::ScalarType::s}}, {}};
  CHECK(range_of(alternative("a"), hash_only)->single);
}

TEST_CASE("ranges come by their partitions' values, in the order asked for") {
  core::partiql::KeyAlternatives alternatives;
  alternatives.all = {alternative("b"), alternative("a", {sort(KeyOperator::greater, "5")}),
                      alternative("a", {sort(KeyOperator::less, "5")})};
  const std::string b = range_of(alternatives.all[0], kKey)->keys.first;
  const std::string a_high = range_of(alternatives.all[1], kKey)->keys.first;
  const std::string a_low = range_of(alternatives.all[2], kKey)->keys.first;
  const auto firsts = [&](Direction partitions, Direction within) {
    std::vector<std::string> all;
    for (const auto& each : ranges_of(alternatives, kKey, {partitions, within})) {
      all.push_back(each.keys.first);
    }
    return all;
  };
  using All = std::vector<std::string>;
  CHECK(firsts(Direction::forward, Direction::forward) == All{a_low, a_high, b});
  CHECK(firsts(Direction::forward, Direction::backward) == All{a_high, a_low, b});
  CHECK(firsts(Direction::backward, Direction::forward) == All{b, a_low, a_high});
  CHECK(firsts(Direction::backward, Direction::backward) == All{b, a_high, a_low});
}

TEST_CASE("whole partitions are read once each") {
  core::partiql::KeyAlternatives alternatives;
  alternatives.all = {alternative("b"), alternative("a", {sort(KeyOperator::equal, "5")}),
                      alternative("b", {sort(KeyOperator::less, "5")})};
  const auto ranges = partitions_of(alternatives, kKey, {});
  REQUIRE(ranges.size() == 2);
  CHECK(ranges[0].keys.first == range_of(alternative("a"), kKey)->keys.first);
  CHECK(ranges[1].keys.first == range_of(alternative("b"), kKey)->keys.first);
}

}  // namespace server::operations::key_ranges_test
