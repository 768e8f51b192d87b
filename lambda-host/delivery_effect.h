#pragma once

#include "core/names.h"
#include "lambda-host/invoker.h"

#include <optional>
#include <string_view>

// Deliveries that go wrong because somebody asked for it.
namespace lambda_host {

enum class DeliveryEffect {
  duplicate,        // what was delivered is delivered again, once
  lose_checkpoint,  // the handler succeeded, and nobody took note
  throttle,         // the invocation is answered TooManyRequestsException
  timeout,          // the handler's time limit is over before it sees the event
  kill,             // its process is killed before it sees the event
};

// When an effect has its turn.
enum class DeliveryMoment { invocation, success };
DeliveryMoment moment_of(DeliveryEffect effect);

// What the invocation is told of it.
Interruption interruption_of(std::optional<DeliveryEffect> effect);

// "lose-checkpoint".
std::string_view wire_name(DeliveryEffect effect);
// nullopt for a name that is none's.
std::optional<DeliveryEffect> find_delivery_effect(std::string_view name);

// Asked before each invocation for a mapping, and after each that succeeded. Engine thread.
class DeliveryFaults {
 public:
  virtual ~DeliveryFaults() = default;
  // What befalls the mapping now; that counts as done then.
  virtual std::optional<DeliveryEffect> take(const core::MappingId& mapping,
                                             DeliveryMoment moment) = 0;
};

}  // namespace lambda_host
