#include "server/lambda_api/upload.h"

#include "core/api_error.h"
#include "lambda-host/body_members.h"
#include "lambda-host/functions/function_registry.h"
#include "server/lambda_api/answer.h"

#include <exception>
#include <memory>

namespace server::lambda_api {
namespace {

// Used by one thread after the other.
struct Upload {
  std::string base64;
  lambda_host::PreparedCode code;
  std::exception_ptr failure;
};

void prepare(Upload& upload, const storage::files::OwnedDirectory& root) {
  try {
    upload.code = lambda_host::prepare_base64_code(upload.base64, root);
  } catch (const std::exception&) {
    upload.failure = std::current_exception();
  }
  upload.base64 = {};
}

}  // namespace

std::string require_zip(const core::json::Object& code) {
  auto zip = lambda_host::body_string(code, "ZipFile");
  if (!zip) {
    throw core::ApiError(core::ErrorCode::invalid_parameter_value,
                         "Please provide a source for function code.");
  }
  return *std::move(zip);
}

void unpack(std::string base64, Services& services, core::HttpReply reply,
            std::function<core::HttpResponse(lambda_host::PreparedCode)> finish) {
  auto upload = std::make_shared<Upload>();
  upload->base64 = std::move(base64);
  services.run_on_worker(
      [upload, root = services.functions.code_root()] { prepare(*upload, root); },
      [upload, reply = std::move(reply), finish = std::move(finish)] {
        answer_with(reply, [&] {
          if (upload->failure) std::rethrow_exception(upload->failure);
          return finish(std::move(upload->code));
        });
      });
}

}  // namespace server::lambda_api
