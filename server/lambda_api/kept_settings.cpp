#include "lambda-host/functions/kept_settings.h"

#include "core/json/writer.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_registry.h"
#include "server/lambda_api/operations.h"

// Settings that only concern Amazon's machines: they are checked, kept and shown.
namespace server::lambda_api {
namespace {

using core::json::Object;
using core::json::Writer;
using lambda_host::Constraints;
using lambda_host::FunctionPart;
using lambda_host::FunctionReference;
using lambda_host::NameShape;

FunctionReference require_whole_function(const Call& call, NameShape shape, Services& services) {
  FunctionReference function = whole_function_of(call, shape);
  services.functions.require(function.scope, function.name);
  return function;
}

std::string require_member(std::optional<std::string> value, std::string_view member) {
  Constraints constraints;
  if (!value) constraints.missing(member);
  constraints.require_none();
  return *std::move(value);
}

core::HttpResponse code_signing_answer(const FunctionReference& function,
                                       const std::string* config_arn) {
  Writer writer;
  writer.begin_object();
  if (config_arn) writer.member("CodeSigningConfigArn", *config_arn);
  writer.member("FunctionName", function.name.get()).end_object();
  return json_response(200, writer.take());
}

core::HttpResponse recursion_answer(std::string_view recursive_loop) {
  Writer writer;
  writer.begin_object().member("RecursiveLoop", recursive_loop).end_object();
  return json_response(200, writer.take());
}

// The configuration of a version, or of $LATEST where none is named.
FunctionReference runtime_of(const Call& call, Services& services) {
  FunctionReference function = function_of(call);
  if (function.qualifier.empty()) function.qualifier = lambda_host::kLatestVersion;
  services.functions.require(function.scope, function.name, function.qualifier);
  return function;
}

std::string runtime_json(const FunctionReference& function, std::string_view update_on,
                         const std::optional<std::string>& version_arn) {
  Writer writer;
  writer.begin_object().member("FunctionArn", lambda_host::qualified_arn(function));
  writer.key("RuntimeVersionArn");
  version_arn ? writer.string(*version_arn) : writer.null();
  writer.member("UpdateRuntimeOn", update_on).end_object();
  return writer.take();
}

}  // namespace

core::HttpResponse put_function_code_signing_config(const Call& call, Services& services) {
  const auto document = parse_body(call);
  const std::string arn =
      require_member(lambda_host::body_string(document.root().object(), "CodeSigningConfigArn"),
                     "codeSigningConfigArn");
  lambda_host::check_code_signing_config(arn);
  const FunctionReference function = require_whole_function(call, NameShape::namespaced, services);
  services.functions.attach(FunctionPart::code_signing, function.scope, function.name, {}, arn);
  return code_signing_answer(function, &arn);
}

core::HttpResponse get_function_code_signing_config(const Call& call, Services& services) {
  const FunctionReference function = require_whole_function(call, NameShape::namespaced, services);
  return code_signing_answer(
      function,
      services.functions.attachment(FunctionPart::code_signing, function.scope, function.name));
}

core::HttpResponse delete_function_code_signing_config(const Call& call, Services& services) {
  const FunctionReference function = require_whole_function(call, NameShape::namespaced, services);
  services.functions.attach(FunctionPart::code_signing, function.scope, function.name, {},
                            std::nullopt);
  return empty_response(204);
}

core::HttpResponse put_function_recursion_config(const Call& call, Services& services) {
  const auto document = parse_body(call);
  const std::string loop = require_member(
      lambda_host::body_string(document.root().object(), "RecursiveLoop"), "recursiveLoop");
  Constraints constraints;
  constraints.check_one_of(loop, "recursiveLoop", {"Terminate", "Allow"});
  constraints.require_none();
  const FunctionReference function = require_whole_function(call, NameShape::unqualified, services);
  services.functions.attach(FunctionPart::recursion, function.scope, function.name, {}, loop);
  return recursion_answer(loop);
}

core::HttpResponse get_function_recursion_config(const Call& call, Services& services) {
  const FunctionReference function = require_whole_function(call, NameShape::unqualified, services);
  const std::string* kept =
      services.functions.attachment(FunctionPart::recursion, function.scope, function.name);
  return recursion_answer(kept ? *kept : "Terminate");
}

core::HttpResponse put_runtime_management_config(const Call& call, Services& services) {
  const auto document = parse_body(call);
  const Object body = document.root().object();
  const std::string update_on =
      require_member(lambda_host::body_string(body, "UpdateRuntimeOn"), "updateRuntimeOn");
  Constraints constraints;
  constraints.check_one_of(update_on, "updateRuntimeOn", {"Auto", "Manual", "FunctionUpdate"});
  constraints.require_none();
  const auto version_arn = lambda_host::body_string(body, "RuntimeVersionArn");
  if (update_on == "Manual" && !version_arn) {
    lambda_host::throw_invalid_parameter(
        "UpdateRuntimeOn Manual needs the RuntimeVersionArn that is to stay.");
  }
  const FunctionReference function = runtime_of(call, services);
  std::string answer = runtime_json(function, update_on, version_arn);
  services.functions.attach(FunctionPart::runtime_management, function.scope, function.name,
                            function.qualifier, answer);
  return json_response(200, std::move(answer));
}

core::HttpResponse get_runtime_management_config(const Call& call, Services& services) {
  const FunctionReference function = runtime_of(call, services);
  const std::string* kept = services.functions.attachment(
      FunctionPart::runtime_management, function.scope, function.name, function.qualifier);
  return json_response(200, kept ? *kept : runtime_json(function, "Auto", std::nullopt));
}

}  // namespace server::lambda_api
