#include "server/failure_destinations.h"

#include "core/arn.h"
#include "lambda-host/constraints.h"
#include "server/operations/queues/own_messages.h"

#include <fmt/format.h>

#include <utility>

namespace server {
namespace {

using lambda_host::DestinationKind;

std::string not_there_yet(const std::string& destination) {
  return fmt::format("Rivulet doesn't support failure destinations of {} yet.",
                     core::parse_arn(destination)->service);
}

bool is_queue(const std::string& destination) {
  return lambda_host::destination_kind(destination) == DestinationKind::queue;
}

}  // namespace

void FailureDestinations::check(const core::Scope& scope, const std::string& destination) const {
  if (!is_queue(destination)) lambda_host::throw_invalid_parameter(not_there_yet(destination));
  if (!queues_.registry.find_by_arn(scope, destination)) {
    lambda_host::throw_no_destination(destination);
  }
}

void FailureDestinations::send(lambda_host::FailureNotice notice, Done done) {
  if (is_queue(notice.destination)) return send_to_queue(std::move(notice), std::move(done));
  fail(std::move(done), not_there_yet(notice.destination));
}

void FailureDestinations::send_to_queue(lambda_host::FailureNotice notice, Done done) {
  const auto* queue = queues_.registry.find_by_arn(notice.scope, notice.destination);
  if (!queue) return fail(std::move(done), "The specified queue does not exist.");
  const auto sent = [done = std::move(done)](bool committed) {
    done(committed ? std::nullopt : std::optional<std::string>("The message can't be stored."));
  };
  send_own_message(queues_, notice.scope, queue->stored.name.get(), std::move(notice.document),
                   sent);
}

void FailureDestinations::fail(Done done, std::string why) {
  writer_.submit([] {}, [done = std::move(done), why = std::move(why)](bool) { done(why); });
}

}  // namespace server
