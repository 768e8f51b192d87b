#include "core/api_error.h"
#include "core/json/writer.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/code_folder.h"
#include "lambda-host/functions/function_json.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/functions/kept_settings.h"
#include "lambda-host/functions/layer_settings.h"
#include "server/lambda_api/operations.h"
#include "server/lambda_api/upload.h"

namespace server::lambda_api {
namespace {

using core::json::Object;
using lambda_host::FunctionReference;
using lambda_host::FunctionSettings;

FunctionReference require_new_function(const Object& body, const core::Scope& caller) {
  const auto name = lambda_host::body_string(body, "FunctionName");
  if (!name) {
    lambda_host::Constraints constraints;
    constraints.missing("functionName");
    constraints.require_none();
  }
  FunctionReference function = lambda_host::parse_new_function_reference(*name, caller);
  if (function.scope != caller) {
    throw core::ApiError(core::ErrorCode::access_denied, "");  // recorded
  }
  return function;
}

Object require_code(const Object& body) {
  const auto code = lambda_host::body_object(body, "Code");
  if (!code) {
    lambda_host::Constraints constraints;
    constraints.missing("code");
    constraints.require_none();
  }
  return *code;
}

// The ARN is the function's own, also when the answer is about its first version, and the revision
// none that shows again (recorded).
core::HttpResponse creation_answer(const lambda_host::FunctionConfiguration& created) {
  core::json::Writer writer;
  lambda_host::write_configuration(writer, created, lambda_host::Phase::creating);
  return json_response(201, writer.take());
}

}  // namespace

void create_function(const Call& call, Services& services, core::HttpReply reply) {
  const auto document = parse_body(call);
  const Object body = document.root().object();
  const FunctionReference function = require_new_function(body, call.scope);
  FunctionSettings settings = lambda_host::read_function_settings(body);
  CodeSource source = require_source(require_code(body), call.scope);
  const auto code_signing = lambda_host::body_string(body, "CodeSigningConfigArn");
  if (code_signing) lambda_host::check_code_signing_config(*code_signing);
  const bool publishes = lambda_host::body_bool(body, "Publish").value_or(false);
  services.functions.check_create(function.scope, function.name, settings);
  if (publishes && source.is_folder()) lambda_host::refuse_to_publish(source.key);
  OptSource opt;
  opt.layers = lambda_host::zips_of(
      services.functions.layers(),
      lambda_host::find_layers(services.functions.layers(), function.scope,
                               settings.layers.value_or(std::vector<std::string>{})));
  unpack(std::move(source), std::move(opt), services, std::move(reply),
         [&functions = services.functions, function, publishes, code_signing,
          settings = std::move(settings)](lambda_host::PreparedCode code) {
           const auto created =
               functions.create(function.scope, function.name, settings, std::move(code));
           if (code_signing) {
             functions.attach(lambda_host::FunctionPart::code_signing, function.scope,
                              function.name, {}, code_signing);
           }
           if (!publishes) return creation_answer(created);
           auto version =
               functions.publish(function.scope, function.name, {}).version->configuration;
           version.revision_id = created.revision_id;
           return creation_answer(version);
         });
}

}  // namespace server::lambda_api
