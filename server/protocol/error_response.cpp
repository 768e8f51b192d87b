#include "server/protocol/error_response.h"

#include "core/json/writer.h"
#include "core/untyped_error.h"
#include "server/protocol/query_error.h"

#include <string_view>

namespace server::protocol {
namespace {

using core::ErrorCode;

// The namespace before the error's name, by where AWS raises it: in its front end, in the checks of
// the model, or in the service.
std::string_view type_prefix(ErrorCode code, Service service) {
  switch (code) {
    case ErrorCode::validation: return "com.amazon.coral.validate#";
    case ErrorCode::missing_required_parameter:
    case ErrorCode::access_denied:
    case ErrorCode::incomplete_signature:
    case ErrorCode::invalid_signature:
    case ErrorCode::missing_authentication_token:
    case ErrorCode::serialization:
    case ErrorCode::unknown_operation: return "com.amazon.coral.service#";
    default: break;
  }
  switch (service) {
    case Service::logs: return "";
    case Service::sqs: return "com.amazonaws.sqs#";
    case Service::dynamodb:
    case Service::dynamodb_streams: break;
  }
  return "com.amazonaws.dynamodb.v20120810#";
}

int json_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::internal: return 500;
    case ErrorCode::service_unavailable: return 503;
    case ErrorCode::request_entity_too_large: return 413;
    case ErrorCode::over_limit:
    case ErrorCode::purge_queue_in_progress: return query_error(code).status;
    default: return 400;
  }
}

int rest_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::access_denied:
    case ErrorCode::invalid_signature: return 403;
    case ErrorCode::code_signing_config_not_found:
    case ErrorCode::provisioned_concurrency_config_not_found:
    case ErrorCode::resource_not_found: return 404;
    case ErrorCode::resource_conflict: return 409;
    case ErrorCode::precondition_failed: return 412;
    case ErrorCode::request_entity_too_large:
    case ErrorCode::request_too_large: return 413;
    case ErrorCode::unsupported_media_type: return 415;
    case ErrorCode::too_many_requests: return 429;
    case ErrorCode::internal: return 500;
    case ErrorCode::service_unavailable: return 503;
    default: return 400;
  }
}

// Lambda's errors name the text's member differently (recorded answers).
std::string_view message_member(ErrorCode code) {
  switch (code) {
    case ErrorCode::code_signing_config_not_found:
    case ErrorCode::resource_not_found:
    case ErrorCode::resource_in_use:
    case ErrorCode::internal: return "Message";
    default: return "message";
  }
}

// Failed constraints have no Type, either (recorded answers).
bool has_type(const core::ApiError& error) {
  return error.code() != ErrorCode::validation &&
         dynamic_cast<const core::UntypedError*>(&error) == nullptr;
}

// SDKs read both spellings; AWS writes the capital one for these few (recorded answers).
bool writes_capital_message(ErrorCode code) {
  return code == ErrorCode::transaction_canceled || code == ErrorCode::serialization ||
         code == ErrorCode::access_denied;
}

}  // namespace

Service service_of(std::string_view target) {
  if (target.starts_with("DynamoDB_")) return Service::dynamodb;  // nearly always
  if (target.starts_with("Logs_")) return Service::logs;
  if (target.starts_with("AmazonSQS.")) return Service::sqs;
  return target.starts_with("DynamoDBStreams_") ? Service::dynamodb_streams : Service::dynamodb;
}

core::HttpResponse json_error(const core::ApiError& error, Service service) {
  core::json::Writer writer;
  writer.begin_object();
  std::string type(type_prefix(error.code(), service));
  writer.member("__type", type.append(core::error_name(error.code()))).end_object();
  std::string body = writer.take();
  body.pop_back();
  if (!error.members().empty()) body.append(",").append(error.members());
  if (!error.message().empty()) {
    body.append(",\"").append(writes_capital_message(error.code()) ? "Message" : "message");
    body.append("\":").append(writer.string(error.message()).take());
  }
  core::HttpResponse response{json_status(error.code()), {}, {}, body.append("}")};
  if (service == Service::sqs) {
    const QueryError wire = query_error(error.code());
    response.headers.emplace_back(
        "x-amzn-query-error",
        std::string(wire.code).append(wire.by_sender ? ";Sender" : ";Receiver"));
  }
  return response;
}

namespace {

// What AWS's front end refuses without a word has nothing else, either (recorded answers).
std::string rest_body(const core::ApiError& error) {
  if (error.message().empty()) return R"({"Message":null})";
  core::json::Writer writer;
  writer.begin_object();
  if (has_type(error)) {
    writer.member("Type", error.code() == ErrorCode::internal ? "Service" : "User");
  }
  writer.member(message_member(error.code()), error.message()).end_object();
  return writer.take();
}

}  // namespace

core::HttpResponse rest_error(const core::ApiError& error) {
  std::string name(core::error_name(error.code()));
  if (error.code() == ErrorCode::internal) name = "ServiceException";
  core::HttpResponse response{rest_status(error.code()), "application/json", {}, rest_body(error)};
  response.headers.emplace_back("x-amzn-ErrorType", std::move(name));
  if (!error.members().empty()) {
    response.body.insert(response.body.size() - 1, "," + error.members());
  }
  return response;
}

}  // namespace server::protocol
