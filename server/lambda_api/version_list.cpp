#include "server/lambda_api/version_list.h"

#include "lambda-host/functions/function_json.h"
#include "lambda-host/functions/function_record.h"

#include <fmt/format.h>

namespace server::lambda_api {

void add_versions(const std::vector<lambda_host::DeploymentPtr>& versions, std::string_view prefix,
                  PageWriter& list) {
  for (const auto& deployment : versions) {
    const lambda_host::FunctionConfiguration& f = deployment->configuration;
    // Numbers of one width, so that 10 comes behind 9.
    list.add(fmt::format("{}{:019}", prefix, lambda_host::version_number(f.version)),
             [&](core::json::Writer& writer) {
               lambda_host::write_configuration(writer, f, lambda_host::Phase::listed, f.version);
             });
  }
}

}  // namespace server::lambda_api
