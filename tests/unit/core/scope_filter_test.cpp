#include "core/scope_filter.h"

#include <doctest/doctest.h>

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
