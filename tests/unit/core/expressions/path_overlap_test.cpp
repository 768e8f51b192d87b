#include "core/expressions/path_overlap.h"

#include "tests/unit/core/expressions/json_values.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

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

// What two paths have to do with each other: "overlap", "conflict" or, when they are apart, "".
std::string relation(const DocumentPath& a, const DocumentPath& b) {
  if (a.attribute != b.attribute) return "";
  for (std::size_t i = 0; i < a.steps.size() && i < b.steps.size(); ++i) {
    if (a.steps[i].index() != b.steps[i].index()) return "conflict";
    if (a.steps[i] != b.steps[i]) return "";
  }
  return "overlap";
}

// By looking at each two, in the paths' order.
std::string expected_fault(const std::vector<DocumentPath>& paths) {
  for (const std::string verb : {"overlap", "conflict"}) {
    for (std::size_t two = 1; two < paths.size(); ++two) {
      for (std::size_t one = 0; one < two; ++one) {
        if (relation(paths[one], paths[two]) != verb) continue;
        return two_paths(verb, text(paths[one]), text(paths[two]));
      }
    }
  }
  return "";
}

DocumentPath random_path(std::mt19937& random) {
  DocumentPath path{std::string(1, static_cast<char>('a' + random() % 8)), {}};
  for (auto steps = random() % 4; steps > 0; --steps) {
    if (random() % 8 == 0) {
      path.steps.emplace_back(std::size_t{random() % 30});
    } else {
      path.steps.emplace_back(std::string(1, static_cast<char>('a' + random() % 20)));
    }
  }
  return path;
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

TEST_CASE("of many paths, too, the first two that aren't apart are named") {
  std::mt19937 random(1);
  int apart = 0;
  for (int round = 0; round < 500; ++round) {
    std::vector<DocumentPath> paths;
    for (auto left = random() % 12; left > 0; --left) paths.push_back(random_path(random));
    CAPTURE(round);
    CHECK(fault_of(paths) == expected_fault(paths));
    apart += expected_fault(paths).empty() ? 1 : 0;
  }
  CHECK(apart > 50);
  CHECK(apart < 450);
}

}  // namespace core::expressions::path_overlap_test
