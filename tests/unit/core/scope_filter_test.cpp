#include "core/scope_filter.h"

#include <doctest/doctest.h>

namespace scope_filter_test {

TEST_CASE("a filter covers one account, one region, or all but snapshots") {
  using core::AccountId;
  using core::Region;
  const core::Scope here{AccountId("000000000000"), Region("us-east-1")};
  const core::Scope there{AccountId("000000000000"), Region("eu-west-1")};
  const core::Scope other{AccountId("000000000001"), Region("us-east-1")};
  const core::Scope snapshot = core::snapshot_scope("base");
  struct Case {
    const char* name;
    core::ScopeFilter filter;
    bool covers[4];  // here, there, other, snapshot
  };
  const Case cases[] = {
      {"all",         {},                                  {true, true, true, false}   },
      {"an account",  {here.account, {}},                  {true, true, false, false}  },
      {"a region",    {{}, here.region},                   {true, false, true, false}  },
      {"one scope",   {here.account, here.region},         {true, false, false, false} },
      {"a snapshot",  {snapshot.account, snapshot.region}, {false, false, false, true} },
      {"by its name", {{}, snapshot.region},               {false, false, false, false}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(c.filter.covers(here) == c.covers[0]);
    CHECK(c.filter.covers(there) == c.covers[1]);
    CHECK(c.filter.covers(other) == c.covers[2]);
    CHECK(c.filter.covers(snapshot) == c.covers[3]);
  }
  CHECK(core::is_snapshot(snapshot));
  CHECK_FALSE(core::is_snapshot(here));
}

using core::ScopeFilter;

namespace {

const core::AccountId kMine("000000000000");
const core::AccountId kYours("000000000042");
const core::Region kEast("us-east-1");
const core::Region kWest("us-west-2");
const ScopeFilter kHere{kMine, kEast};
const ScopeFilter kAll;

}  // namespace

TEST_CASE("what contains another covers all that it covers") {
  CHECK(kHere.contains(kHere));
  CHECK(kAll.contains(kHere));
  CHECK(!kHere.contains(kAll));
  CHECK(ScopeFilter{kMine, {}}.contains(kHere));
  CHECK(ScopeFilter{{}, kEast}.contains(kHere));
  CHECK(!ScopeFilter{{}, kWest}.contains(kHere));
  CHECK(!ScopeFilter{kYours, {}}.contains(kHere));
  CHECK(!ScopeFilter{kMine, {}}.contains(kAll));
}

TEST_CASE("two meet in a scope that both cover") {
  CHECK(kHere.meets(kHere));
  CHECK(kAll.meets(kHere));
  CHECK(kHere.meets(kAll));
  CHECK(ScopeFilter{kMine, {}}.meets({{}, kWest}));
  CHECK(!ScopeFilter{kMine, {}}.meets({kYours, {}}));
  CHECK(!kHere.meets({kMine, kWest}));
}

}  // namespace scope_filter_test
