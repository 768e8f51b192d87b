#include "server/own_destinations.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/uuid.h"
#include "lambda-host/events/async_invocations.h"
#include "lambda-host/functions/function_reference.h"
#include "lambda-host/functions/function_registry.h"
#include "server/operations/queues/own_messages.h"
#include "server/s3/own_objects.h"
#include "server/sns/own_notifications.h"

#include <utility>

namespace server {

using lambda_host::DestinationKind;

namespace {

operations::MessageAttributes attributes_of(const lambda_host::Notice& notice) {
  operations::MessageAttributes attributes;
  for (const auto& [name, type, value] : notice.attributes) {
    attributes.push_back({name, type, value});
  }
  return attributes;
}

}  // namespace

void OwnDestinations::check(const core::Scope& scope, const std::string& destination) const {
  if (!is_there(scope, destination)) lambda_host::throw_no_destination(destination);
}

bool OwnDestinations::is_there(const core::Scope& scope, const std::string& destination) const {
  switch (*lambda_host::destination_kind(destination)) {
    case DestinationKind::queue:
      return parts_.queues.registry.find_by_arn(scope, destination) != nullptr;
    case DestinationKind::topic: return find_topic(scope, destination) != nullptr;
    case DestinationKind::bucket: return find_bucket(scope, destination) != nullptr;
    case DestinationKind::function: return has_function(scope, destination);
  }
  __builtin_unreachable();
}

const sns::Topic* OwnDestinations::find_topic(const core::Scope& scope,
                                              const std::string& arn) const {
  const auto parts = core::parse_arn(arn);
  return core::is_in(*parts, scope) ? parts_.topics.find_topic(scope, parts->resource) : nullptr;
}

// A bucket's ARN has neither region nor account: arn:aws:s3:::NAME.
const s3::Bucket* OwnDestinations::find_bucket(const core::Scope& scope,
                                               const std::string& arn) const {
  const s3::Bucket* const found = parts_.objects.find_bucket(core::parse_arn(arn)->resource);
  return found && found->scope.account == scope.account ? found : nullptr;
}

// A reference to one of another region is wrong by itself.
bool OwnDestinations::has_function(const core::Scope& scope, const std::string& arn) const {
  try {
    const auto function =
        lambda_host::parse_function_reference(arn, scope, lambda_host::NameShape::namespaced);
    return function.scope == scope &&
           parts_.services.functions.find(scope, function.name, function.qualifier) != nullptr;
  } catch (const core::ApiError&) {
    return false;
  }
}

void OwnDestinations::send(lambda_host::Notice notice, Beside beside, Done done) {
  switch (*lambda_host::destination_kind(notice.destination)) {
    case DestinationKind::queue:
      return send_to_queue(std::move(notice), std::move(beside), std::move(done));
    case DestinationKind::topic: return send_to_topic(std::move(notice), std::move(done));
    case DestinationKind::bucket: return send_to_bucket(std::move(notice), std::move(done));
    case DestinationKind::function:
      return invoke_function(std::move(notice), std::move(beside), done);
  }
}

void OwnDestinations::send_to_queue(lambda_host::Notice notice, Beside beside, Done done) {
  const auto* queue = parts_.queues.registry.find_by_arn(notice.scope, notice.destination);
  if (!queue) return fail(std::move(done), "The specified queue does not exist.");
  const auto sent = [done = std::move(done)](bool committed) {
    done(committed ? std::nullopt : std::optional<std::string>("The message can't be stored."));
  };
  send_own_message(
      parts_.queues, notice.scope, queue->stored.name.get(),
      {std::move(notice.document), attributes_of(notice), std::move(notice.trace_header)}, sent,
      std::move(beside));
}

void OwnDestinations::send_to_topic(lambda_host::Notice notice, Done done) {
  const auto* topic = find_topic(notice.scope, notice.destination);
  if (!topic) return fail(std::move(done), "Topic does not exist");
  const auto sent = [done = std::move(done)](bool committed) {
    done(committed ? std::nullopt : std::optional<std::string>("The message can't be stored."));
  };
  sns::publish_own_message(*topic, parts_.topics, parts_.services, std::move(notice.document),
                           attributes_of(notice), sent);
}

void OwnDestinations::send_to_bucket(lambda_host::Notice notice, Done done) {
  const auto* bucket = find_bucket(notice.scope, notice.destination);
  if (!bucket) return fail(std::move(done), "The specified bucket does not exist");
  s3::put_own_object(parts_.objects, parts_.services.run_on_worker, bucket->name, notice.object_key,
                     std::move(notice.document), std::move(done));
}

// As an asynchronous invocation of its own.
void OwnDestinations::invoke_function(lambda_host::Notice notice, Beside beside, const Done& done) {
  try {
    const auto function = lambda_host::parse_function_reference(notice.destination, notice.scope,
                                                                lambda_host::NameShape::namespaced);
    lambda_host::InvocationRequest request;
    request.scope = function.scope;
    request.function = function.name;
    request.qualifier = function.qualifier;
    request.invoked_function_arn = notice.destination;
    request.payload = std::move(notice.document);
    request.request_id = core::random_uuid();
    request.trace_header = std::move(notice.trace_header);
    parts_.services.async_invocations.add(
        std::move(request),
        [done](bool committed) {
          done(committed ? std::nullopt : std::optional<std::string>("The event can't be stored."));
        },
        std::move(beside));
  } catch (const core::ApiError& error) {
    fail(done, error.message());
  }
}

void OwnDestinations::fail(Done done, std::string why) {
  parts_.writer.submit([] {}, [done = std::move(done), why = std::move(why)](bool) { done(why); });
}

}  // namespace server
