#include "server/lambda_api/upload.h"

#include "core/api_error.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/code_folder.h"
#include "lambda-host/functions/function_registry.h"
#include "server/lambda_api/answer.h"
#include "server/run_then_transact.h"

#include <fmt/format.h>

#include <exception>
#include <utility>

namespace server::lambda_api {
namespace {

using lambda_host::PreparedCode;
using Prepare = std::function<PreparedCode()>;

// Used by one thread after the other.
struct Upload {
  Prepare prepare;
  PreparedCode code;
  std::exception_ptr failure;
};

void run(Upload& upload) {
  try {
    upload.code = upload.prepare();
  } catch (const std::exception&) {
    upload.failure = std::current_exception();
  }
  upload.prepare = {};  // with all that it holds
}

// One call for all files of an upload, of which there may be tens of thousands.
Prepare with_sync(Prepare prepare, const storage::files::OwnedDirectory& root) {
  return [prepare = std::move(prepare), root] {
    PreparedCode code = prepare();
    root.directory().sync_file_system();
    return code;
  };
}

void prepare_elsewhere(Prepare prepare, Services& services, core::HttpReply reply,
                       FinishUpload finish) {
  auto upload = std::make_shared<Upload>();
  upload->prepare = services.functions.durable()
                        ? with_sync(std::move(prepare), services.functions.code_root())
                        : std::move(prepare);
  run_then_transact(
      services, [upload] { run(*upload); },
      [upload, reply = std::move(reply), finish = std::move(finish)] {
        answer_with(reply, [&] {
          if (upload->failure) std::rethrow_exception(upload->failure);
          return finish(std::move(upload->code));
        });
      });
}

PreparedCode with_opt(PreparedCode code, const OptSource& opt) {
  lambda_host::make_opt(code, opt.layers);
  if (opt.code) lambda_host::copy_opt(code, *opt.code, opt.uses);
  return code;
}

[[noreturn]] void throw_unreadable(const ObjectContent& content) {
  lambda_host::throw_invalid_parameter(
      fmt::format("Error occurred while GetObject. S3 Error Code: {}. S3 Error Message: {}",
                  content.error_code, content.error_message));
}

void refuse_other_sources(const core::json::Object& code) {
  for (const char* member : {"S3Bucket", "S3Key", "S3ObjectVersion"}) {
    if (!code.find(member)) continue;
    lambda_host::throw_invalid_parameter(
        "Please do not provide other FunctionCode parameters when providing a ZipFile.");
  }
}

}  // namespace

bool CodeSource::is_folder() const {
  return base64.empty() && bucket == lambda_host::kHotReloadBucket;
}

CodeSource require_source(const core::json::Object& code, const core::Scope& scope) {
  CodeSource source;
  source.scope = scope;
  source.base64 = lambda_host::body_string(code, "ZipFile").value_or("");
  source.bucket = lambda_host::body_string(code, "S3Bucket").value_or("");
  source.key = lambda_host::body_string(code, "S3Key").value_or("");
  if (code.find("ZipFile")) {
    refuse_other_sources(code);
    return source;
  }
  if (source.bucket.empty() || source.key.empty()) {
    lambda_host::throw_invalid_parameter("Please provide a source for function code.");
  }
  const std::string version = lambda_host::body_string(code, "S3ObjectVersion").value_or("null");
  if (version != "null" && !version.empty()) {
    throw_unreadable({"", "NoSuchVersion", "The specified version does not exist."});
  }
  return source;
}

void unpack(CodeSource source, OptSource opt, Services& services, core::HttpReply reply,
            FinishUpload finish) {
  const storage::files::OwnedDirectory& root = services.functions.code_root();
  if (source.bucket.empty() || !source.base64.empty()) {
    return prepare_elsewhere(
        [base64 = std::move(source.base64), opt = std::move(opt), root] {
          return with_opt(lambda_host::prepare_base64_code(base64, root), opt);
        },
        services, std::move(reply), std::move(finish));
  }
  if (source.is_folder()) {
    return prepare_elsewhere(
        [folder = std::move(source.key), opt = std::move(opt), root] {
          return with_opt(lambda_host::prepare_folder(folder, root), opt);
        },
        services, std::move(reply), std::move(finish));
  }
  services.read_object(source.scope, source.bucket, source.key, lambda_host::kMaxZippedBytes,
                       [&services, opt = std::move(opt), reply = std::move(reply),
                        finish = std::move(finish), root](ObjectContent content) {
                         const auto prepare = [zip = std::move(content), opt, root] {
                           if (!zip.error_code.empty()) throw_unreadable(zip);
                           return with_opt(lambda_host::prepare_code(zip.bytes, root), opt);
                         };
                         prepare_elsewhere(prepare, services, reply, finish);
                       });
}

void unpack_again(std::shared_ptr<const lambda_host::CodeDirectory> code,
                  std::vector<lambda_host::LayerZip> layers, Services& services,
                  core::HttpReply reply, FinishUpload finish) {
  prepare_elsewhere(
      [code = std::move(code), layers = std::move(layers), root = services.functions.code_root()] {
        return lambda_host::with_layers(*code, layers, root);
      },
      services, std::move(reply), std::move(finish));
}

}  // namespace server::lambda_api
