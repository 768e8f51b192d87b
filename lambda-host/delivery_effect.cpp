#include "lambda-host/delivery_effect.h"

#include <array>

namespace lambda_host {
namespace {

constexpr std::array kEffects = {
    DeliveryEffect::duplicate, DeliveryEffect::lose_checkpoint,
    DeliveryEffect::throttle,  DeliveryEffect::timeout,
    DeliveryEffect::kill,
};

}  // namespace

DeliveryMoment moment_of(DeliveryEffect effect) {
  const bool needs_success =
      effect == DeliveryEffect::duplicate || effect == DeliveryEffect::lose_checkpoint;
  return needs_success ? DeliveryMoment::success : DeliveryMoment::invocation;
}

Interruption interruption_of(std::optional<DeliveryEffect> effect) {
  if (effect == DeliveryEffect::timeout) return Interruption::timeout;
  return effect == DeliveryEffect::kill ? Interruption::kill : Interruption::none;
}

std::string_view wire_name(DeliveryEffect effect) {
  switch (effect) {
    case DeliveryEffect::duplicate: return "duplicate";
    case DeliveryEffect::lose_checkpoint: return "lose-checkpoint";
    case DeliveryEffect::throttle: return "throttle";
    case DeliveryEffect::timeout: return "timeout";
    case DeliveryEffect::kill: return "kill";
  }
  __builtin_unreachable();
}

std::optional<DeliveryEffect> find_delivery_effect(std::string_view name) {
  for (const DeliveryEffect effect : kEffects) {
    if (wire_name(effect) == name) return effect;
  }
  return std::nullopt;
}

}  // namespace lambda_host
