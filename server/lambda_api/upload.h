#pragma once

#include "core/http_message.h"
#include "core/json/value.h"
#include "lambda-host/functions/code_directory.h"
#include "lambda-host/functions/opt_directory.h"
#include "server/services.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace server::lambda_api {

// Where the code of a function or a layer comes from: the request, a bucket of the caller's, or a
// folder of this machine, which is the code then.
struct CodeSource {
  core::Scope scope = {};
  std::string base64 = {};  // ZipFile; nothing else counts when it is there
  std::string bucket = {};
  std::string key = {};

  bool is_folder() const;
};

// From CreateFunction's Code, UpdateFunctionCode's body or PublishLayerVersion's Content. Throws
// ApiError when there is neither a ZipFile nor an object of S3, and for an S3ObjectVersion: buckets
// here have none.
CodeSource require_source(const core::json::Object& code, const core::Scope& scope);

// What code gets for its /opt, if anything: layers, or what a function has already.
struct OptSource {
  std::vector<lambda_host::LayerZip> layers = {};
  std::shared_ptr<const lambda_host::CodeDirectory> code = {};  // whose /opt is taken
  std::vector<lambda_host::LayerUse> uses = {};                 // the layers that are in it
};

using FinishUpload = std::function<core::HttpResponse(lambda_host::PreparedCode)>;

// Unpacks the code on a worker thread, then replies with what `finish` makes of it on the engine
// thread, or with the error that either of them throws. What `finish` doesn't keep is removed.
void unpack(CodeSource source, OptSource opt, Services& services, core::HttpReply reply,
            FinishUpload finish);
// The same of code that is there, with other layers.
void unpack_again(std::shared_ptr<const lambda_host::CodeDirectory> code,
                  std::vector<lambda_host::LayerZip> layers, Services& services,
                  core::HttpReply reply, FinishUpload finish);

}  // namespace server::lambda_api
