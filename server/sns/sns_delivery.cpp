#include "server/sns/sns_delivery.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/limits.h"
#include "core/uuid.h"
#include "lambda-host/events/async_invocations.h"
#include "lambda-host/functions/function_reference.h"
#include "server/operations/queues/own_messages.h"
#include "server/sns/publish_input.h"
#include "storage/writer.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace server::sns {
namespace {

// What goes out at once: to write more would keep others waiting, and copies take memory.
constexpr std::size_t kPieceSubscribers = 50;
constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

// A notification on its way to all who have subscribed, piece by piece: the next one begins when
// all of the last one have told whether they have it, and it is this one's turn among all that are
// on their way. Who subscribes or leaves meanwhile may get it or not.
class Fanout : public std::enable_shared_from_this<Fanout> {
 public:
  Fanout(Notification notification, const Topic& topic, TopicStore& topics, Services& services,
         std::function<void(bool)> done)
      : notification_(std::move(notification)),
        topic_arn_(arn_of(topic)),
        topics_(topics),
        deliveries_(topics.deliveries()),
        services_(services),
        done_(std::move(done)) {}

  void begin_piece() {
    deliveries_.begin_piece([self = shared_from_this()] { self->send_piece(); });
  }

 private:
  void send_piece() {
    // One more than may be in the piece tells whether it is the last one.
    const auto found = topics_.subscriptions_of(topic_arn_, last_, kPieceSubscribers + 1);
    const std::size_t end = std::min(kPieceSubscribers, found.size());
    std::size_t bytes = 0;
    std::size_t sent = 0;
    open_ = 1;  // the piece itself
    for (; sent < end && bytes < kPieceBytes; ++sent) {
      bytes += size_bytes(notification_);
      send(*found[sent]);
    }
    is_last_piece_ = sent == found.size();
    if (sent > 0) last_ = arn_of(*found[sent - 1]);
    services_.writer.submit([] {}, outcome());
  }

  std::function<void(bool)> outcome() {
    return [self = shared_from_this()](bool committed) { self->end_one(committed); };
  }

  void end_one(bool ok) {
    committed_ = committed_ && ok;
    if (--open_ > 0) return;
    services_.writer.call_later([self = shared_from_this()] {
      if (!self->is_last_piece_) self->begin_piece();
      self->deliveries_.end_piece();
    });
    if (is_last_piece_) done_(committed_);
  }

  void warn(const Subscription& subscription, std::string_view why) {
    const std::string arn = arn_of(subscription);
    if (!deliveries_.may_warn(arn, services_.clock.steady_now())) return;
    spdlog::warn("{} can't be delivered to {}: {}", arn, subscription.endpoint, why);
  }

  void send(const Subscription& subscription) {
    if (subscription.protocol == "sqs") {
      send_to_queue(subscription);
    } else {
      invoke_function(subscription);
    }
  }

  void send_to_queue(const Subscription& subscription) {
    // A queue's messages have no more (Developer guide, "Raw message delivery").
    if (subscription.raw && notification_.attributes.size() > core::limits::kMaxMessageAttributes) {
      return warn(subscription, "raw messages have up to ten attributes");
    }
    const auto arn = core::parse_arn(subscription.endpoint);
    const core::Scope scope{core::AccountId(std::string(arn->account)),
                            core::Region(std::string(arn->region))};
    ++open_;
    operations::OwnMessage message;
    if (subscription.raw) {
      message = {notification_.message_for(subscription.protocol), notification_.attributes};
    } else {
      message.body = envelope(notification_, subscription);
    }
    const bool sent = operations::send_own_message(services_.queues, scope, arn->resource,
                                                   std::move(message), outcome());
    if (sent) return;
    --open_;
    warn(subscription, "there is no such queue");
  }

  void invoke_function(const Subscription& subscription) {
    try {
      const auto function = lambda_host::parse_function_reference(
          subscription.endpoint, subscription.scope, lambda_host::NameShape::namespaced);
      lambda_host::InvocationRequest invocation;
      invocation.scope = function.scope;
      invocation.function = function.name;
      invocation.qualifier = function.qualifier;
      invocation.invoked_function_arn = subscription.endpoint;
      invocation.payload = lambda_event(notification_, subscription);
      invocation.request_id = core::random_uuid();
      services_.async_invocations.add(std::move(invocation), outcome());
      ++open_;
    } catch (const core::ApiError& error) {
      warn(subscription, error.message());
    }
  }

  Notification notification_;
  std::string topic_arn_;
  TopicStore& topics_;
  Deliveries& deliveries_;
  Services& services_;
  std::function<void(bool)> done_;
  std::string last_;  // the ARN of the last one that it went to
  bool is_last_piece_ = false;
  std::size_t open_ = 0;  // who hasn't told yet, in this piece
  bool committed_ = true;
};

}  // namespace

void deliver(Notification notification, const Topic& topic, TopicStore& topics, Services& services,
             std::function<void(bool)> done) {
  std::make_shared<Fanout>(std::move(notification), topic, topics, services, std::move(done))
      ->begin_piece();
}

}  // namespace server::sns
