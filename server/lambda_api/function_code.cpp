#include "server/lambda_api/function_code.h"

#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_registry.h"
#include "server/lambda_api/answer.h"
#include "server/lambda_api/operations.h"
#include "server/protocol/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace server::lambda_api {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return {};
  std::string bytes(static_cast<std::size_t>(file.tellg()), '\0');
  file.seekg(0);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return file ? bytes : std::string();
}

// A zip is never empty, so an empty text means that the file couldn't be read.
core::HttpResponse zip_response(std::string zip) {
  if (zip.empty()) throw std::runtime_error("can't read a function's code.zip");
  return {200, "application/zip", {}, std::move(zip)};
}

std::string file_url(const std::string& path) {
  std::string url = "file://";
  for (const char c : protocol::url_encode(path, "/")) {
    if (c == '+') {
      url += "%20";  // a blank, which in a query would be a plus
    } else {
      url += c;
    }
  }
  return url;
}

void require_zip(const lambda_host::FunctionConfiguration& configuration) {
  if (configuration.code_folder.empty()) return;
  lambda_host::throw_invalid_parameter(
      fmt::format("There is no zip of {}: its code is the folder {}.", configuration.name.get(),
                  configuration.code_folder));
}

}  // namespace

std::string code_url(const core::HttpRequest& request,
                     const lambda_host::FunctionConfiguration& configuration) {
  if (!configuration.code_folder.empty()) return file_url(configuration.code_folder);
  return fmt::format("http://{}/_rivulet/functions/{}/{}/{}/code.zip",
                     request.headers.find("Host").value_or("localhost"),
                     configuration.scope.account.get(), configuration.scope.region.get(),
                     lambda_host::version_key(configuration));
}

void download_code(const Call& call, Services& services, core::HttpReply reply) {
  const core::Scope scope{core::AccountId(std::string(call.parameters[0])),
                          core::Region(std::string(call.parameters[1]))};
  const std::string_view function = call.parameters[2];
  const auto colon = std::min(function.find(':'), function.size());
  const std::string version(function.substr(std::min(colon + 1, function.size())));
  const auto deployment = services.functions.require(
      scope, core::FunctionName(std::string(function.substr(0, colon))), version);
  require_zip(deployment->configuration);
  send_zip(deployment->code, services, std::move(reply));
}

// Holding the code keeps its file from being removed.
void send_zip(std::shared_ptr<const lambda_host::CodeDirectory> code, Services& services,
              core::HttpReply reply) {
  auto zip = std::make_shared<std::string>();
  services.run_on_worker([code, zip] { *zip = read_file(code->zip_file()); },
                         [code, zip, reply = std::move(reply)] {
                           answer_with(reply, [&] { return zip_response(std::move(*zip)); });
                         });
}

}  // namespace server::lambda_api
