#include "lambda-host/functions/function_json.h"
#include "lambda-host/functions/function_registry.h"
#include "server/lambda_api/operations.h"
#include "server/lambda_api/page.h"
#include "server/lambda_api/version_list.h"

namespace server::lambda_api {

using lambda_host::FunctionReference;
using lambda_host::NameShape;

// AWS says 201 when the version was there before, too (recorded answer).
core::HttpResponse publish_version(const Call& call, Services& services) {
  const FunctionReference function = whole_function_of(call, NameShape::function);
  const auto document = parse_body(call);
  const auto settings = lambda_host::read_publish_settings(document.root().object());
  const auto version = services.functions.publish(function.scope, function.name, settings).version;
  core::json::Writer writer;
  lambda_host::write_configuration(writer, version->configuration, lambda_host::Phase::settled,
                                   version->configuration.version);
  return json_response(201, writer.take());
}

core::HttpResponse list_versions_by_function(const Call& call, Services& services) {
  const FunctionReference function = whole_function_of(call, NameShape::namespaced);
  PageWriter list("Versions", requested_page(call.request.target, kMaxPageItems));
  add_versions(services.functions.versions(function.scope, function.name), {}, list);
  return json_response(200, list.take());
}

}  // namespace server::lambda_api
