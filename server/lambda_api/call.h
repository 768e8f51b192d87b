#pragma once

#include "core/http_message.h"
#include "core/json/value.h"
#include "core/names.h"
#include "lambda-host/functions/function_reference.h"

#include <string>
#include <string_view>
#include <vector>

namespace server::lambda_api {

// A request that found its operation. Valid until the operation's function returns: what comes
// later copies what it needs.
struct Call {
  const core::HttpRequest& request;
  core::Scope scope;                         // the caller's
  std::vector<std::string_view> parameters;  // of the path, in its order, still percent-encoded
};

// The path's parameter of that number, decoded.
std::string parameter(const Call& call, std::size_t number);

// The function that the path's first parameter names, with the Qualifier of the query. Throws as
// parse_function_reference does.
lambda_host::FunctionReference function_of(const Call& call);
// The same for operations on whole functions, which have no Qualifier: throws ApiError for a
// version or an alias.
lambda_host::FunctionReference whole_function_of(const Call& call, lambda_host::NameShape shape);

// The body, which is an object; an empty body is an empty one. Throws
// ApiError(invalid_request_content) for what isn't JSON.
core::json::Document parse_body(const std::string& body);

core::HttpResponse json_response(int status, std::string body);
core::HttpResponse empty_response(int status);

}  // namespace server::lambda_api
