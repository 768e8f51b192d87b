#include "lambda-host/functions/concurrency.h"

#include "core/json/writer.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "server/lambda_api/operations.h"

#include <limits>

// Reserved concurrency of functions.
namespace server::lambda_api {
namespace {

using lambda_host::FunctionReference;
using lambda_host::NameShape;

std::string concurrency_json(std::optional<int> count) {
  core::json::Writer writer;
  writer.begin_object();
  if (count) writer.member("ReservedConcurrentExecutions", *count);
  writer.end_object();
  return writer.take();
}

int checked_count(std::optional<int> count) {
  lambda_host::Constraints constraints;
  if (!count) {
    constraints.missing("reservedConcurrentExecutions");
  } else {
    constraints.check_range(*count, "reservedConcurrentExecutions", 0,
                            std::numeric_limits<int>::max());
  }
  constraints.require_none();
  return *count;
}

}  // namespace

// A missing function is named with the version that would run, and before its count is looked at
// (recorded answers).
core::HttpResponse put_function_concurrency(const Call& call, Services& services) {
  const FunctionReference function = unqualified_function_of(call, NameShape::function);
  services.functions.require(function.scope, function.name, lambda_host::kLatestVersion);
  const auto document = parse_body(call);
  const int count = checked_count(
      lambda_host::body_int(document.root().object(), "ReservedConcurrentExecutions"));
  lambda_host::reserve_concurrency(services.functions, function.scope, function.name, count);
  return json_response(200, concurrency_json(count));
}

core::HttpResponse get_function_concurrency(const Call& call, Services& services) {
  const FunctionReference function = unqualified_function_of(call, NameShape::function);
  services.functions.require(function.scope, function.name);
  return json_response(200, concurrency_json(lambda_host::reserved_concurrency(
                                services.functions, function.scope, function.name)));
}

core::HttpResponse delete_function_concurrency(const Call& call, Services& services) {
  const FunctionReference function = unqualified_function_of(call, NameShape::function);
  services.functions.require(function.scope, function.name);
  lambda_host::reserve_concurrency(services.functions, function.scope, function.name, std::nullopt);
  return empty_response(204);
}

}  // namespace server::lambda_api
