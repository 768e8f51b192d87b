#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/events/async_invocations.h"
#include "lambda-host/functions/event_invoke_config.h"
#include "lambda-host/functions/function_documents.h"
#include "lambda-host/functions/function_name_pattern.h"
#include "server/lambda_api/operations.h"
#include "server/lambda_api/page.h"

#include <fmt/format.h>

// How asynchronous invocations of a function, a version or an alias are handled.
namespace server::lambda_api {
namespace {

using core::json::Writer;
using lambda_host::EventInvokeConfig;
using lambda_host::EventInvokeSettings;
using lambda_host::FunctionPart;
using lambda_host::FunctionReference;

[[noreturn]] void throw_missing_config(std::string message) {
  throw core::ApiError(core::ErrorCode::resource_not_found, std::move(message));
}

// The answer doesn't tell a version that is missing from a function (recorded).
void require_target(const FunctionReference& target, const Services& services) {
  if (services.functions.find(target.scope, target.name, target.qualifier)) return;
  throw_missing_config("The function doesn't exist.");
}

EventInvokeConfig require_config(const FunctionReference& target, const Services& services) {
  auto config = lambda_host::find_event_invoke_config(services.functions, target);
  if (config) return *std::move(config);
  throw_missing_config(fmt::format("The function {} doesn't have an EventInvokeConfig",
                                   lambda_host::qualified_arn(target)));
}

void check_destinations(const FunctionReference& target, const EventInvokeSettings& settings,
                        const Services& services) {
  if (!settings.destinations) return;
  lambda_host::check_destination_kinds(target, *settings.destinations);
  for (const auto& arn : {settings.destinations->on_success, settings.destinations->on_failure}) {
    if (!arn.empty()) services.async_invocations.destinations().check(target.scope, arn);
  }
}

core::HttpResponse answer(const FunctionReference& target, const EventInvokeConfig& config) {
  Writer writer;
  lambda_host::write_event_invoke_config(writer, config, target);
  return json_response(200, writer.take());
}

core::HttpResponse keep(const FunctionReference& target, const EventInvokeSettings& settings,
                        EventInvokeConfig config, Services& services) {
  lambda_host::apply(settings, config);
  config.last_modified = lambda_host::modification_time(services.clock);
  services.functions.attach(FunctionPart::event_invoke_config, target.scope, target.name,
                            target.qualifier,
                            lambda_host::write_stored_event_invoke_config(config));
  return answer(target, config);
}

FunctionReference target_of(const Call& call) {
  return lambda_host::event_target(function_of(call));
}

}  // namespace

core::HttpResponse put_function_event_invoke_config(const Call& call, Services& services) {
  const auto document = parse_body(call);
  const auto settings = lambda_host::read_event_invoke_settings(document.root().object());
  const FunctionReference target = target_of(call);
  require_target(target, services);
  check_destinations(target, settings, services);
  return keep(target, settings, {}, services);
}

core::HttpResponse update_function_event_invoke_config(const Call& call, Services& services) {
  const auto document = parse_body(call);
  const auto settings = lambda_host::read_event_invoke_settings(document.root().object());
  const FunctionReference target = target_of(call);
  require_target(target, services);
  EventInvokeConfig config = require_config(target, services);
  check_destinations(target, settings, services);
  return keep(target, settings, std::move(config), services);
}

core::HttpResponse get_function_event_invoke_config(const Call& call, Services& services) {
  const FunctionReference target = target_of(call);
  return answer(target, require_config(target, services));
}

core::HttpResponse delete_function_event_invoke_config(const Call& call, Services& services) {
  const FunctionReference target = target_of(call);
  require_config(target, services);
  services.functions.attach(FunctionPart::event_invoke_config, target.scope, target.name,
                            target.qualifier, std::nullopt);
  return empty_response(204);
}

core::HttpResponse list_function_event_invoke_configs(const Call& call, Services& services) {
  FunctionReference function = function_of(call);
  const Page page = requested_page(call.request.target, kMaxPageItems, int{kMaxPageItems});
  function.qualifier.clear();
  require_target(function, services);
  PageWriter list("FunctionEventInvokeConfigs", page);
  for (const auto& [qualifier, stored] : services.functions.attachments(
           FunctionPart::event_invoke_config, function.scope, function.name)) {
    function.qualifier = qualifier;
    list.add(qualifier, [&, text = stored](Writer& writer) {
      lambda_host::write_event_invoke_config(
          writer, lambda_host::read_stored_event_invoke_config(text), function);
    });
  }
  return json_response(200, list.take());
}

}  // namespace server::lambda_api
