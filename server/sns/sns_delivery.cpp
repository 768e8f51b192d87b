#include "server/sns/sns_delivery.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/uuid.h"
#include "lambda-host/events/async_invocations.h"
#include "lambda-host/functions/function_reference.h"
#include "server/operations/queues/own_messages.h"
#include "storage/writer.h"

#include <spdlog/spdlog.h>

#include <memory>
#include <optional>

namespace server::sns {
namespace {

// How many subscribers haven't told yet whether they have the message.
struct Outcome {
  std::function<void(bool)> done;
  std::size_t open = 1;  // the loop itself
  bool committed = true;

  void end_one(bool ok) {
    committed = committed && ok;
    if (--open == 0) done(committed);
  }
};

void warn(const Subscription& subscription, std::string_view why) {
  spdlog::warn("{} can't be delivered to {}: {}", arn_of(subscription), subscription.endpoint, why);
}

void send_to_queue(const Notification& notification, const Subscription& subscription,
                   Services& services, const std::shared_ptr<Outcome>& outcome) {
  const auto arn = core::parse_arn(subscription.endpoint);
  const core::Scope scope{core::AccountId(std::string(arn->account)),
                          core::Region(std::string(arn->region))};
  ++outcome->open;
  const bool sent = operations::send_own_message(
      services.queues, scope, arn->resource,
      subscription.raw ? notification.message_for(subscription.protocol)
                       : envelope(notification, subscription),
      [outcome](bool committed) { outcome->end_one(committed); },
      subscription.raw ? notification.attributes : operations::MessageAttributes{});
  if (sent) return;
  --outcome->open;
  warn(subscription, "there is no such queue");
}

void invoke_function(const Notification& notification, const Subscription& subscription,
                     Services& services, const std::shared_ptr<Outcome>& outcome) {
  try {
    const auto function = lambda_host::parse_function_reference(
        subscription.endpoint, subscription.scope, lambda_host::NameShape::namespaced);
    lambda_host::InvocationRequest invocation;
    invocation.scope = function.scope;
    invocation.function = function.name;
    invocation.qualifier = function.qualifier;
    invocation.invoked_function_arn = subscription.endpoint;
    invocation.payload = lambda_event(notification, subscription);
    invocation.request_id = core::random_uuid();
    services.async_invocations.add(std::move(invocation),
                                   [outcome](bool committed) { outcome->end_one(committed); });
    ++outcome->open;
  } catch (const core::ApiError& error) {
    warn(subscription, error.message());
  }
}

}  // namespace

void deliver(const Notification& notification, const Topic& topic, const TopicStore& topics,
             Services& services, std::function<void(bool)> done) {
  const auto outcome = std::make_shared<Outcome>(Outcome{std::move(done)});
  for (const Subscription* const subscription : topics.subscriptions_of(topic)) {
    if (subscription->protocol == "sqs") {
      send_to_queue(notification, *subscription, services, outcome);
    } else {
      invoke_function(notification, *subscription, services, outcome);
    }
  }
  services.writer.submit([] {}, [outcome](bool committed) { outcome->end_one(committed); });
}

}  // namespace server::sns
