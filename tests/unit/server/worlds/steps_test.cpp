#include "server/worlds/steps.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace steps_test {

using server::worlds::kPage;
using server::worlds::Steps;

namespace {

// Names of three digits.
std::string name(std::size_t n) {
  std::string digits = std::to_string(n);
  return std::string(3 - digits.size(), '0') + digits;
}

struct Names {
  std::set<std::string> all;
  std::size_t lists = 0;

  explicit Names(std::size_t count) {
    for (std::size_t n = 0; n < count; ++n) all.insert(name(n));
  }
  std::vector<std::string> list(const std::string& after) {
    ++lists;
    std::vector<std::string> page;
    for (auto at = all.upper_bound(after); at != all.end() && page.size() < kPage; ++at) {
      page.push_back(*at);
    }
    return page;
  }
};

}  // namespace

TEST_CASE("steps come one after the other, each until it answers false") {
  Steps steps;
  std::string done;
  CHECK(steps.empty());
  CHECK_FALSE(steps.take());
  steps.add([&, left = 2]() mutable {
    done += 'a';
    if (left == 1) steps.add([&] { return done += 'c', false; });
    return --left > 0;
  });
  steps.add([&] { return done += 'b', false; });
  CHECK(steps.take());
  CHECK(done == "a");
  CHECK(steps.take());
  CHECK(steps.take());
  CHECK(done == "aab");
  CHECK_FALSE(steps.take());
  CHECK(done == "aabc");
  CHECK(steps.empty());
}

TEST_CASE("so many pieces are taken, and no more") {
  Steps steps;
  int pieces = 0;
  steps.add([&] { return ++pieces < 5; });
  CHECK(steps.take(0));
  CHECK(steps.take(3));
  CHECK(pieces == 3);
  CHECK_FALSE(steps.take(3));
  CHECK(pieces == 5);
  steps.add([&] { return true; });
  steps.clear();
  CHECK_FALSE(steps.take(1));
}

TEST_CASE("steps come behind all plans, also when the last plan has none") {
  Steps plans;
  Steps steps;
  std::string done;
  plans.add([&] {
    done += 'p';
    steps.add([&] { return done += 's', false; });
    return done.size() < 2;
  });
  CHECK(take(plans, steps));
  CHECK(take(plans, steps));
  CHECK(done == "pp");
  CHECK(take(plans, steps));
  CHECK_FALSE(take(plans, steps));
  CHECK(done == "ppss");
  plans.add([] { return false; });
  CHECK(take(plans, steps));
  CHECK_FALSE(take(plans, steps));
}

TEST_CASE("pages are taken until one isn't full") {
  struct Case {
    std::size_t names;
    std::size_t pages;
  };
  for (const Case& c : {
           Case{0,         1},
           {1,         1},
           {kPage - 1, 1},
           {kPage,     2},
           {kPage + 1, 2},
           {2 * kPage, 3}
  }) {
    CAPTURE(c.names);
    Names names(c.names);
    std::vector<std::string> seen;
    Steps steps;
    steps.add(server::worlds::by_pages([&](const std::string& after) { return names.list(after); },
                                       [](const std::string& each) { return each; },
                                       [&](const std::string& each) { seen.push_back(each); }));
    while (steps.take()) {
    }
    CHECK(names.lists == c.pages);
    CHECK(seen == std::vector<std::string>(names.all.begin(), names.all.end()));
  }
}

TEST_CASE("what comes and goes between two pages is met, or not, and nothing else is missed") {
  Names names(2 * kPage);
  std::vector<std::string> seen;
  Steps steps;
  steps.add(server::worlds::by_pages([&](const std::string& after) { return names.list(after); },
                                     [](const std::string& each) { return each; },
                                     [&](const std::string& each) { seen.push_back(each); }));
  steps.take();
  names.all.erase(name(kPage - 1));  // the last one that was met
  names.all.erase(name(kPage));
  names.all.insert("000x");
  names.all.insert("100x");
  while (steps.take()) {
  }
  CHECK(seen.size() == 2 * kPage);
  CHECK(std::count(seen.begin(), seen.end(), "000x") == 0);
  CHECK(std::count(seen.begin(), seen.end(), "100x") == 1);
  CHECK(std::count(seen.begin(), seen.end(), name(kPage)) == 0);
}

}  // namespace steps_test
