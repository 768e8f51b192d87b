#include "core/expressions/reserved_words.h"

#include <doctest/doctest.h>

namespace core::expressions::reserved_words_test {

TEST_CASE("reserved words have no case, and only whole names are reserved") {
  for (const char* word : {"ABORT", "status", "Name", "zone", "count", "TTL", "year"}) {
    CAPTURE(word);
    CHECK(is_reserved_word(word));
  }
  for (const char* word : {"", "pk", "statuses", "id", "a", "zones"}) {
    CAPTURE(word);
    CHECK_FALSE(is_reserved_word(word));
  }
}

}  // namespace core::expressions::reserved_words_test
