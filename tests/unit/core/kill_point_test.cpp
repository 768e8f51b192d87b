#include "core/kill_point.h"

#include <doctest/doctest.h>

namespace kill_point_test {

using core::KillPoint;
using core::KillSwitch;

TEST_CASE("a kill switch names a point, and is due there once") {
  struct Case {
    const char* name;
    KillPoint point;
  };
  const Case cases[] = {
      {"written",      KillPoint::written     },
      {"filtered",     KillPoint::filtered    },
      {"invoked",      KillPoint::invoked     },
      {"sent",         KillPoint::sent        },
      {"checkpointed", KillPoint::checkpointed},
      {"restoring",    KillPoint::restoring   },
  };
  for (const Case& named : cases) {
    CAPTURE(named.name);
    for (const Case& passed : cases) {
      KillSwitch kill_switch(named.name);
      CHECK(kill_switch.is_due(passed.point) == (named.point == passed.point));
      CHECK_FALSE(kill_switch.is_due(passed.point));
    }
  }
}

TEST_CASE("a kill switch with a number waits for so many passes of its point") {
  KillSwitch third("invoked:3");
  CHECK_FALSE(third.is_due(KillPoint::invoked));
  CHECK_FALSE(third.is_due(KillPoint::written));
  CHECK_FALSE(third.is_due(KillPoint::invoked));
  CHECK(third.is_due(KillPoint::invoked));
  CHECK_FALSE(third.is_due(KillPoint::invoked));
}

TEST_CASE("a setting that isn't understood asks for nothing") {
  for (const char* setting : {"", "else", "invoked:", "invoked:0", "invoked:x", "invoked:1x"}) {
    CAPTURE(setting);
    KillSwitch none(setting);
    CHECK_FALSE(none.is_due(KillPoint::invoked));
    CHECK_FALSE(none.is_due(KillPoint::invoked));
  }
}

}  // namespace kill_point_test
