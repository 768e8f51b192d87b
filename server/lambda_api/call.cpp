#include "server/lambda_api/call.h"

#include "core/api_error.h"
#include "lambda-host/functions/function.h"
#include "server/lambda_api/body_limit.h"
#include "server/protocol/url.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::lambda_api {

using core::json::Kind;
using core::json::Object;
using core::json::Value;

namespace {

// Takes those of the value away from what is left; false when there are more.
bool has_room_for(const Value& value, std::size_t& left) {
  if (left == 0) return false;
  --left;
  bool fits = true;
  const auto add = [&](const Value& inner) { fits = fits && has_room_for(inner, left); };
  if (value.is(Kind::array)) value.array().for_each(add);
  if (value.is(Kind::object)) {
    value.object().for_each([&](const core::json::Member& member) { add(member.value); });
  }
  return fits;
}

// Of the zip that a body brings, in base64.
std::size_t zip_bytes(const Object& body) {
  std::size_t bytes = 0;
  const auto look_in = [&](const Object& code) {
    const auto zip = code.find("ZipFile");
    if (zip && zip->is(Kind::string)) bytes = std::max(bytes, zip->string().size());
  };
  look_in(body);
  for (const std::string_view name : {"Code", "Content"}) {
    const auto code = body.find(name);
    if (code && code->is(Kind::object)) look_in(code->object());
  }
  return bytes;
}

// What is read of a body on the engine thread is bounded.
void check_bounds(const core::json::Document& document) {
  std::size_t left = kMaxBodyValues;
  if (!has_room_for(document.root(), left)) {
    throw core::ApiError(
        core::ErrorCode::request_entity_too_large,
        fmt::format("Request must have at most {} values: no setting of Lambda's takes so many.",
                    kMaxBodyValues));
  }
  if (document.text_bytes() - zip_bytes(document.root().object()) > kMaxPayloadBytes) {
    throw core::ApiError(
        core::ErrorCode::request_entity_too_large,
        fmt::format("Request must be smaller than {} bytes beside its ZipFile.", kMaxPayloadBytes));
  }
}

core::json::Document parse(std::string body) {
  try {
    auto document = core::json::Document::parse(body.empty() ? "{}" : std::move(body));
    if (document.root().is(Kind::object)) {
      check_bounds(document);
      return document;
    }
  } catch (const core::json::ParseError& error) {
    throw core::ApiError(core::ErrorCode::invalid_request_content,
                         fmt::format("Could not parse request body into json: {}", error.what()));
  }
  throw core::ApiError(core::ErrorCode::invalid_request_content,
                       "Could not parse request body into json: it is not an object");
}

void check_syntax(std::string_view payload) {
  if (payload.empty()) return;
  try {
    core::json::check_syntax(payload);
  } catch (const core::json::ParseError& error) {
    throw core::ApiError(core::ErrorCode::invalid_request_content,
                         fmt::format("Could not parse request body into json: Could not parse "
                                     "payload into json: {}",
                                     error.what()));
  }
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

ParsedBody check_ahead(std::string_view payload) {
  ParsedBody body;
  try {
    check_syntax(payload);
    body.is_checked = true;
  } catch (const std::exception&) {
    body.failure = std::current_exception();
  }
  return body;
}

void check_payload(const Call& call) {
  if (call.body.failure) std::rethrow_exception(call.body.failure);
  if (!call.body.is_checked) check_syntax(call.request.body);
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
