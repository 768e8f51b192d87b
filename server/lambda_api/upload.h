#pragma once

#include "core/http_message.h"
#include "core/json/value.h"
#include "lambda-host/functions/code_directory.h"
#include "server/services.h"

#include <functional>
#include <string>
#include <string_view>

namespace server::lambda_api {

// ZipFile of CreateFunction's Code or of UpdateFunctionCode's body, as base64. Throws ApiError when
// it isn't there.
std::string require_zip(const core::json::Object& code);

// Unpacks the code on a worker thread, then replies with what `finish` makes of it on the engine
// thread, or with the error that either of them throws. What `finish` doesn't keep is removed.
void unpack(std::string base64, Services& services, core::HttpReply reply,
            std::function<core::HttpResponse(lambda_host::PreparedCode)> finish);

}  // namespace server::lambda_api
