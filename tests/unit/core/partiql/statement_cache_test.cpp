#include "core/partiql/statement_cache.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace core::partiql::statement_cache_test {

TEST_CASE("a statement is parsed once") {
  StatementCache cache;
  const auto first = cache.find_or_parse("SELECT * FROM t");
  CHECK(cache.find_or_parse("SELECT * FROM t") == first);
  CHECK(cache.find_or_parse("SELECT * FROM u") != first);
  CHECK(cache.size() == 2);
}

TEST_CASE("what can't be parsed isn't kept") {
  StatementCache cache;
  CHECK_THROWS_AS(cache.find_or_parse("SELECT"), ApiError);
  CHECK(cache.size() == 0);
}

TEST_CASE("of many statements those used last are kept") {
  StatementCache cache;
  const auto text = [](std::size_t i) { return "SELECT * FROM t" + std::to_string(i); };
  const auto first = cache.find_or_parse(text(0));
  const auto second = cache.find_or_parse(text(1));
  for (std::size_t i = 2; i < StatementCache::kMaxStatements; ++i) cache.find_or_parse(text(i));
  CHECK(cache.find_or_parse(text(0)) == first);
  cache.find_or_parse(text(StatementCache::kMaxStatements));
  CHECK(cache.size() == StatementCache::kMaxStatements);
  CHECK(cache.find_or_parse(text(0)) == first);
  CHECK(cache.find_or_parse(text(1)) != second);
}

TEST_CASE("of long statements fewer are kept") {
  StatementCache cache;
  const auto text = [](char table, std::size_t bytes) {
    return std::string("SELECT * FROM ") + table + std::string(bytes - 15, ' ');
  };
  const std::size_t half = StatementCache::kMaxTextBytes / 2;
  const auto first = cache.find_or_parse(text('t', half));
  cache.find_or_parse(text('u', half));
  CHECK(cache.size() == 2);
  CHECK(cache.find_or_parse(text('t', half)) == first);
  cache.find_or_parse(text('v', 15));
  CHECK(cache.size() == 2);  // u had to go
  CHECK(cache.find_or_parse(text('t', half)) == first);
  cache.find_or_parse(text('w', StatementCache::kMaxTextBytes + 1));
  CHECK(cache.size() == 2);
}

}  // namespace core::partiql::statement_cache_test
