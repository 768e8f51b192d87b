#pragma once

#include "core/http_message.h"
#include "lambda-host/functions/function.h"
#include "server/services.h"

#include <memory>
#include <string>

namespace server::lambda_api {

// Where the function's zip is to be had: at our own port, as the request's Host names it.
// "http://localhost:8000/_rivulet/functions/000000000000/us-east-1/NAME/code.zip", with ":VERSION"
// behind the name of a published one. Whoever fetches it sends no signature, so the path has it
// all. Of code that is a folder it is the folder's: "file:///home/me/project".
std::string code_url(const core::HttpRequest& request,
                     const lambda_host::FunctionConfiguration& configuration);

// Answers with the zip of that code, which it holds meanwhile.
void send_zip(std::shared_ptr<const lambda_host::CodeDirectory> code, Services& services,
              core::HttpReply reply);

}  // namespace server::lambda_api
