#include "server/failure_destinations.h"

#include "core/arn.h"
#include "server/operations/queues/own_messages.h"
#include "server/s3/own_objects.h"
#include "server/sns/own_notifications.h"

#include <utility>

namespace server {

using lambda_host::DestinationKind;

void FailureDestinations::check(const core::Scope& scope, const std::string& destination) const {
  if (!is_there(scope, destination)) lambda_host::throw_no_destination(destination);
}

bool FailureDestinations::is_there(const core::Scope& scope, const std::string& destination) const {
  switch (*lambda_host::destination_kind(destination)) {
    case DestinationKind::queue:
      return parts_.queues.registry.find_by_arn(scope, destination) != nullptr;
    case DestinationKind::topic: return find_topic(scope, destination) != nullptr;
    case DestinationKind::bucket: return find_bucket(scope, destination) != nullptr;
  }
  __builtin_unreachable();
}

const sns::Topic* FailureDestinations::find_topic(const core::Scope& scope,
                                                  const std::string& arn) const {
  const auto parts = core::parse_arn(arn);
  return core::is_in(*parts, scope) ? parts_.topics.find_topic(scope, parts->resource) : nullptr;
}

// A bucket's ARN has neither region nor account: arn:aws:s3:::NAME.
const s3::Bucket* FailureDestinations::find_bucket(const core::Scope& scope,
                                                   const std::string& arn) const {
  const s3::Bucket* const found = parts_.objects.find_bucket(core::parse_arn(arn)->resource);
  return found && found->scope.account == scope.account ? found : nullptr;
}

void FailureDestinations::send(lambda_host::FailureNotice notice, Done done) {
  switch (*lambda_host::destination_kind(notice.destination)) {
    case DestinationKind::queue: return send_to_queue(std::move(notice), std::move(done));
    case DestinationKind::topic: return send_to_topic(std::move(notice), std::move(done));
    case DestinationKind::bucket: return send_to_bucket(std::move(notice), std::move(done));
  }
}

void FailureDestinations::send_to_queue(lambda_host::FailureNotice notice, Done done) {
  const auto* queue = parts_.queues.registry.find_by_arn(notice.scope, notice.destination);
  if (!queue) return fail(std::move(done), "The specified queue does not exist.");
  const auto sent = [done = std::move(done)](bool committed) {
    done(committed ? std::nullopt : std::optional<std::string>("The message can't be stored."));
  };
  send_own_message(parts_.queues, notice.scope, queue->stored.name.get(),
                   std::move(notice.document), sent);
}

void FailureDestinations::send_to_topic(lambda_host::FailureNotice notice, Done done) {
  const auto* topic = find_topic(notice.scope, notice.destination);
  if (!topic) return fail(std::move(done), "Topic does not exist");
  const auto sent = [done = std::move(done)](bool committed) {
    done(committed ? std::nullopt : std::optional<std::string>("The message can't be stored."));
  };
  sns::publish_own_message(*topic, parts_.topics, parts_.services, std::move(notice.document),
                           sent);
}

void FailureDestinations::send_to_bucket(lambda_host::FailureNotice notice, Done done) {
  const auto* bucket = find_bucket(notice.scope, notice.destination);
  if (!bucket) return fail(std::move(done), "The specified bucket does not exist");
  s3::put_own_object(parts_.objects, parts_.services.run_on_worker, bucket->name, notice.object_key,
                     std::move(notice.document), std::move(done));
}

void FailureDestinations::fail(Done done, std::string why) {
  parts_.writer.submit([] {}, [done = std::move(done), why = std::move(why)](bool) { done(why); });
}

}  // namespace server
