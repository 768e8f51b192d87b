#include "server/lambda_api/call.h"

#include "core/api_error.h"
#include "lambda-host/functions/function.h"
#include "server/protocol/url.h"

#include <fmt/format.h>

namespace server::lambda_api {

using core::json::Kind;

namespace {

core::json::Document parse(std::string body) {
  try {
    auto document = core::json::Document::parse(body.empty() ? "{}" : std::move(body));
    if (document.root().is(Kind::object)) return document;
  } catch (const core::json::ParseError& error) {
    throw core::ApiError(core::ErrorCode::invalid_request_content,
                         fmt::format("Could not parse request body into json: {}", error.what()));
  }
  throw core::ApiError(core::ErrorCode::invalid_request_content,
                       "Could not parse request body into json: it is not an object");
}

void refuse_qualifier(const lambda_host::FunctionReference& function) {
  if (function.qualifier.empty()) return;
  throw core::ApiError(
      core::ErrorCode::invalid_parameter_value,
      "This operation is permitted on Lambda functions only. Aliases and versions do not support "
      "this operation. Please specify either a function name or an unqualified function ARN.");
}

}  // namespace

std::string parameter(const Call& call, std::size_t number) {
  return protocol::url_decode(call.parameters[number], false);
}

lambda_host::FunctionReference function_of(const Call& call) {
  auto function = lambda_host::parse_function_reference(
      parameter(call, 0), call.scope, lambda_host::NameShape::namespaced,
      protocol::query_parameter(call.request.target, "Qualifier").value_or(""));
  refuse_foreign(function, call.scope);
  return function;
}

lambda_host::FunctionReference whole_function_of(const Call& call, lambda_host::NameShape shape) {
  lambda_host::FunctionReference function =
      lambda_host::parse_function_reference(parameter(call, 0), call.scope, shape);
  refuse_foreign(function, call.scope);
  if (function.qualifier != lambda_host::kLatestVersion) refuse_qualifier(function);
  return function;
}

lambda_host::FunctionReference unqualified_function_of(const Call& call,
                                                       lambda_host::NameShape shape) {
  lambda_host::FunctionReference function = whole_function_of(call, shape);
  refuse_qualifier(function);
  return function;
}

ParsedBody parse_ahead(std::string text) {
  ParsedBody body;
  try {
    body.document = parse(std::move(text));
  } catch (const std::exception&) {
    body.failure = std::current_exception();
  }
  return body;
}

core::json::Document parse_body(const Call& call) {
  if (call.body.failure) std::rethrow_exception(call.body.failure);
  if (call.body.document) return *std::move(call.body.document);
  return parse(call.request.body);
}

core::HttpResponse json_response(int status, std::string body) {
  return {status, "application/json", {}, std::move(body)};
}

core::HttpResponse empty_response(int status) {
  return {status, {}, {}, {}};
}

}  // namespace server::lambda_api
