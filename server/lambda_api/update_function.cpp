#include "core/json/writer.h"
#include "lambda-host/body_members.h"
#include "lambda-host/functions/code_folder.h"
#include "lambda-host/functions/function_json.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/functions/layer_settings.h"
#include "server/lambda_api/operations.h"
#include "server/lambda_api/upload.h"

namespace server::lambda_api {
namespace {

using lambda_host::CodeSettings;
using lambda_host::FunctionConfiguration;
using lambda_host::FunctionReference;
using lambda_host::FunctionRegistry;
using lambda_host::FunctionSettings;
using lambda_host::Phase;

core::HttpResponse configuration_answer(const FunctionConfiguration& configuration) {
  core::json::Writer writer;
  lambda_host::write_configuration(writer, configuration, Phase::updating);
  return json_response(200, writer.take());
}

// AWS shows a new version as being created (recorded answer).
core::HttpResponse publication_answer(const FunctionRegistry::Publication& publication) {
  const FunctionConfiguration& version = publication.version->configuration;
  core::json::Writer writer;
  lambda_host::write_configuration(
      writer, version, publication.is_new ? Phase::creating : Phase::settled, version.version);
  return json_response(200, writer.take());
}

// What a dry run answers: the function as it would become.
FunctionConfiguration preview(FunctionConfiguration configuration, const CodeSettings& settings,
                              const lambda_host::PreparedCode& code) {
  FunctionSettings changed;
  changed.architectures = settings.architectures;
  lambda_host::check_limits(changed);
  lambda_host::apply(changed, configuration);
  configuration.code_sha256 = code.sha256;
  configuration.code_size_bytes = code.size_bytes;
  return configuration;
}

bool changes_layers(const FunctionReference& function, const FunctionSettings& settings,
                    const FunctionRegistry& functions) {
  if (!settings.layers) return false;
  std::vector<std::string> current;
  for (const auto& layer : functions.require(function.scope, function.name)->configuration.layers) {
    current.push_back(layer.arn);
  }
  return current != *settings.layers;
}

}  // namespace

void update_function_code(const Call& call, Services& services, core::HttpReply reply) {
  const FunctionReference function = whole_function_of(call, lambda_host::NameShape::function);
  const auto document = parse_body(call);
  const core::json::Object body = document.root().object();
  const CodeSettings settings = lambda_host::read_code_settings(body);
  CodeSource source = require_source(body, call.scope);
  const bool is_dry_run = lambda_host::body_bool(body, "DryRun").value_or(false);
  const bool publishes = lambda_host::body_bool(body, "Publish").value_or(false);
  services.functions.check_revision(function.scope, function.name, settings.revision_id);
  if (publishes && source.is_folder()) lambda_host::refuse_to_publish(source.key);
  const auto before = services.functions.require(function.scope, function.name);
  unpack(std::move(source), {{}, before->code, before->configuration.layers}, services,
         std::move(reply),
         [&functions = services.functions, function, settings, is_dry_run,
          publishes](lambda_host::PreparedCode code) {
           if (is_dry_run) {
             const auto current = functions.require(function.scope, function.name);
             return configuration_answer(preview(current->configuration, settings, code));
           }
           const auto updated =
               functions.update_code(function.scope, function.name, settings, std::move(code));
           if (!publishes) return configuration_answer(updated);
           return publication_answer(functions.publish(function.scope, function.name, {}));
         });
}

// Layers that change are unpacked on a worker; anything else is done at once.
void update_function_configuration(const Call& call, Services& services, core::HttpReply reply) {
  const FunctionReference function = whole_function_of(call, lambda_host::NameShape::function);
  const auto document = parse_body(call);
  FunctionSettings settings = lambda_host::read_function_settings(document.root().object());
  // No members of this operation: AWS passes over them, as over any unknown one.
  settings.architectures.reset();
  settings.package_type.reset();
  settings.tags.reset();
  FunctionRegistry& functions = services.functions;
  if (!changes_layers(function, settings, functions)) {
    return reply(configuration_answer(
        functions.update_configuration(function.scope, function.name, settings)));
  }
  lambda_host::check_limits(settings);
  functions.check_revision(function.scope, function.name, settings.revision_id);
  const auto layers =
      lambda_host::find_layers(functions.layers(), function.scope, *settings.layers);
  unpack_again(functions.require(function.scope, function.name)->code,
               lambda_host::zips_of(functions.layers(), layers), services, std::move(reply),
               [&functions, function, settings](lambda_host::PreparedCode code) {
                 return configuration_answer(functions.update_configuration(
                     function.scope, function.name, settings, std::move(code)));
               });
}

}  // namespace server::lambda_api
