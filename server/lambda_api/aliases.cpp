#include "core/arn.h"
#include "lambda-host/functions/alias.h"
#include "lambda-host/functions/alias_settings.h"
#include "lambda-host/functions/function_registry.h"
#include "server/lambda_api/operations.h"
#include "server/lambda_api/page.h"
#include "server/protocol/url.h"

namespace server::lambda_api {
namespace {

using lambda_host::Alias;
using lambda_host::FunctionReference;

FunctionReference function_of_alias(const Call& call) {
  return whole_function_of(call, lambda_host::NameShape::function);
}

// The name of the path, checked in form.
std::string alias_name(const Call& call) {
  std::string name = parameter(call, 1);
  lambda_host::check_alias_name(name);
  return name;
}

core::HttpResponse alias_answer(int status, const FunctionReference& function, const Alias& alias) {
  core::json::Writer writer;
  lambda_host::write_alias(writer, alias, core::function_arn(function.scope, function.name));
  return json_response(status, writer.take());
}

}  // namespace

core::HttpResponse create_alias(const Call& call, Services& services) {
  const FunctionReference function = function_of_alias(call);
  const auto document = parse_body(call);
  const auto settings = lambda_host::read_alias_settings(document.root().object());
  return alias_answer(201, function,
                      services.functions.create_alias(function.scope, function.name, settings));
}

core::HttpResponse get_alias(const Call& call, Services& services) {
  const std::string name = alias_name(call);
  const FunctionReference function = function_of_alias(call);
  return alias_answer(200, function,
                      services.functions.require_alias(function.scope, function.name, name));
}

core::HttpResponse update_alias(const Call& call, Services& services) {
  const std::string name = alias_name(call);
  const FunctionReference function = function_of_alias(call);
  const auto document = parse_body(call);
  auto settings = lambda_host::read_alias_settings(document.root().object());
  settings.name.reset();  // no member of this operation
  return alias_answer(
      200, function,
      services.functions.update_alias(function.scope, function.name, name, settings));
}

// AWS says 204 for an alias that isn't there, too (recorded answer).
core::HttpResponse delete_alias(const Call& call, Services& services) {
  const std::string name = alias_name(call);
  const FunctionReference function = function_of_alias(call);
  services.functions.erase_alias(function.scope, function.name, name);
  return empty_response(204);
}

core::HttpResponse list_aliases(const Call& call, Services& services) {
  const auto version = protocol::query_parameter(call.request.target, "FunctionVersion");
  if (version) lambda_host::check_version_name(*version);
  const FunctionReference function = function_of_alias(call);
  PageWriter list("Aliases", requested_page(call.request.target, kMaxPageItems));
  const std::string arn = core::function_arn(function.scope, function.name);
  for (const Alias* alias : services.functions.aliases(function.scope, function.name)) {
    if (version && alias->function_version != *version) continue;
    list.add(alias->name,
             [&](core::json::Writer& writer) { lambda_host::write_alias(writer, *alias, arn); });
  }
  return json_response(200, list.take());
}

}  // namespace server::lambda_api
