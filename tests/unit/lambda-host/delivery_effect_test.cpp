#include "lambda-host/delivery_effect.h"

#include <doctest/doctest.h>

namespace delivery_effect_test {

using namespace lambda_host;

TEST_CASE("effects have names, moments, and what an invocation is told of them") {
  struct Case {
    DeliveryEffect effect;
    const char* name;
    DeliveryMoment moment;
    Interruption interruption;
  };
  const Case cases[] = {
      {DeliveryEffect::duplicate,       "duplicate",       DeliveryMoment::success,    Interruption::none   },
      {DeliveryEffect::lose_checkpoint, "lose-checkpoint", DeliveryMoment::success,
       Interruption::none                                                                                   },
      {DeliveryEffect::throttle,        "throttle",        DeliveryMoment::invocation, Interruption::none   },
      {DeliveryEffect::timeout,         "timeout",         DeliveryMoment::invocation, Interruption::timeout},
      {DeliveryEffect::kill,            "kill",            DeliveryMoment::invocation, Interruption::kill   },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(wire_name(c.effect) == c.name);
    CHECK(find_delivery_effect(c.name) == c.effect);
    CHECK(moment_of(c.effect) == c.moment);
    CHECK(interruption_of(c.effect) == c.interruption);
  }
  CHECK(!find_delivery_effect("kills"));
  CHECK(!find_delivery_effect(""));
  CHECK(interruption_of(std::nullopt) == Interruption::none);
}

}  // namespace delivery_effect_test
