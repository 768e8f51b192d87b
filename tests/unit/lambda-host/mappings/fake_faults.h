#pragma once

#include "lambda-host/delivery_effect.h"

#include <deque>

// Faults of the mapping of a test, in their order.
struct FakeFaults : lambda_host::DeliveryFaults {
  std::optional<lambda_host::DeliveryEffect> take(const core::MappingId&,
                                                  lambda_host::DeliveryMoment moment) override {
    if (effects.empty() || moment_of(effects.front()) != moment) return std::nullopt;
    const auto effect = effects.front();
    effects.pop_front();
    return effect;
  }

  std::deque<lambda_host::DeliveryEffect> effects;
};
