#include "server/failure_destinations.h"

#include "core/arn.h"
#include "lambda-host/constraints.h"

#include <fmt/format.h>

namespace server {
namespace {

std::string not_there_yet(const std::string& destination) {
  return fmt::format("Rivulet doesn't support failure destinations of {} yet.",
                     core::parse_arn(destination)->service);
}

}  // namespace

void FailureDestinations::check(const core::Scope&, const std::string& destination) const {
  lambda_host::throw_invalid_parameter(not_there_yet(destination));
}

void FailureDestinations::send(lambda_host::FailureNotice notice, Done done) {
  const auto later = [done = std::move(done), why = not_there_yet(notice.destination)](bool) {
    done(why);
  };
  writer_.submit([] {}, later);
}

}  // namespace server
