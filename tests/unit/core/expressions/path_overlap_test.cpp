#include "core/expressions/path_overlap.h"

#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

namespace core::expressions::path_overlap_test {

namespace {

std::string fault_of(std::vector<DocumentPath> paths) {
  Faults faults("UpdateExpression");
  check_paths(paths, faults);
  return testing::error_of([&] { faults.raise(); });
}

std::string two_paths(const std::string& verb, const std::string& one, const std::string& two) {
  return "Invalid UpdateExpression: Two document paths " + verb +
         " with each other; must remove or rewrite one of these paths; path one: " + one +
         ", path two: " + two;
}

constexpr std::size_t kFirst = 0;
constexpr std::size_t kSecond = 1;

}  // namespace

TEST_CASE("paths that part somewhere may stand beside each other") {
  CHECK(fault_of({}).empty());
  CHECK(fault_of({
                     {"a", {}},
                     {"b", {}}
  })
            .empty());
  CHECK(fault_of({
                     {"a", {"x", "y"}},
                     {"a", {"x", "z"}}
  })
            .empty());
  CHECK(fault_of({
                     {"a", {kFirst} },
                     {"a", {kSecond}}
  })
            .empty());
}

TEST_CASE("a path within another overlaps with it") {
  CHECK(fault_of({
            {"a", {}},
            {"a", {}}
  }) == two_paths("overlap", "[a]", "[a]"));
  CHECK(fault_of({
            {"a", {"b", "c"}},
            {"a", {"b"}     }
  }) == two_paths("overlap", "[a, b, c]", "[a, b]"));
}

TEST_CASE("a map and a list at the same place conflict") {
  CHECK(fault_of({
            {"a", {"b"}    },
            {"a", {kSecond}}
  }) == two_paths("conflict", "[a, b]", "[a, [1]]"));
}

TEST_CASE("an overlap is named before a conflict, and the first of several") {
  CHECK(fault_of({
            {"a", {"b"}   },
            {"a", {kFirst}},
            {"c", {}      },
            {"c", {}      }
  }) ==
        two_paths("overlap", "[c]", "[c]"));
  CHECK(fault_of({
            {"a", {}   },
            {"c", {}   },
            {"a", {"x"}},
            {"c", {"y"}}
  }) ==
        two_paths("overlap", "[a]", "[a, x]"));
}

}  // namespace core::expressions::path_overlap_test
