#pragma once

#include "core/http_message.h"
#include "core/json/value.h"
#include "core/names.h"
#include "lambda-host/functions/function_reference.h"

#include <cstddef>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace server::lambda_api {

// A body that was parsed before its operation runs, if it takes long; else nothing is set.
struct ParsedBody {
  std::optional<core::json::Document> document = {};
  std::exception_ptr failure = {};
  bool is_checked = false;  // a payload, which stays a text
};

// Parses the text; what would be thrown is kept. On any thread.
ParsedBody parse_ahead(std::string text);
// The same of check_payload.
ParsedBody check_ahead(std::string_view payload);

// A request that found its operation. Valid until the operation's function returns: what comes
// later copies what it needs.
struct Call {
  const core::HttpRequest& request;
  core::Scope scope;                         // the caller's
  std::vector<std::string_view> parameters;  // of the path, in its order, still percent-encoded
  ParsedBody& body;
};

// The path's parameter of that number, decoded.
std::string parameter(const Call& call, std::size_t number);

// The function that the path's first parameter names, with the Qualifier of the query. Throws as
// parse_function_reference does, and ApiError(access_denied) for one of another account.
lambda_host::FunctionReference function_of(const Call& call);
// The same for operations on whole functions, which have no Qualifier: throws ApiError for a
// version or an alias; $LATEST is the function.
lambda_host::FunctionReference whole_function_of(const Call& call, lambda_host::NameShape shape);
// The same for operations that take no qualifier at all: throws for $LATEST, too.
lambda_host::FunctionReference unqualified_function_of(const Call& call,
                                                       lambda_host::NameShape shape);

// Members and elements that a body has at most, wherever in it: AWS itself takes some hundred.
inline constexpr std::size_t kMaxBodyValues = 10'000;

// The body, which is an object; an empty body is an empty one. Throws
// ApiError(invalid_request_content) for what isn't JSON, and ApiError(request_entity_too_large)
// where it has more values or, beside a zip, more bytes than a body may have. The call has no body
// then.
core::json::Document parse_body(const Call& call);
// The same of a payload, which may be any JSON, or empty.
void check_payload(const Call& call);

core::HttpResponse json_response(int status, std::string body);
core::HttpResponse empty_response(int status);

}  // namespace server::lambda_api
