#include "server/fault_answer.h"

#include "core/arn.h"
#include "core/json/writer.h"
#include "core/uuid.h"
#include "server/protocol/crc32.h"
#include "server/protocol/error_response.h"
#include "server/protocol/media_type.h"
#include "server/protocol/query_response.h"
#include "server/protocol/request_id.h"
#include "server/s3/s3_api.h"
#include "server/s3/s3_error.h"
#include "server/sns/sns_api.h"
#include "server/sns/sns_error.h"

#include <fmt/format.h>

#include <algorithm>

namespace server {
namespace {

using core::json::Writer;
using faults::AwsService;
using faults::CallView;
using faults::ErrorInfo;
using faults::OperationFault;

constexpr int kOursFrom = 500;  // such a status says that it is the service's fault

// What AWS says of the one reason that isn't an error, too (API reference,
// TransactionCanceledException).
constexpr std::string_view kIndexThrottled =
    "Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB is "
    "automatically scaling your index so please try again shortly.";

// A reason is called after the error that the action would have had alone, as a statement.
std::string_view reason_text(std::string_view reason) {
  if (reason == "ThrottlingError") return kIndexThrottled;
  const std::string error =
      reason == "ValidationError" ? "ValidationException" : std::string(reason) + "Exception";
  const ErrorInfo* found = faults::find_error(AwsService::dynamodb, "ExecuteStatement", error);
  return found ? found->message : std::string_view();
}

bool is_cancelled(const OperationFault& fault) {
  return !fault.reasons.empty();
}

std::vector<std::string> all_reasons(const OperationFault& fault, std::size_t actions) {
  std::vector<std::string> reasons = fault.reasons;
  reasons.resize(std::max(actions, reasons.size()), "None");
  return reasons;
}

// "CancellationReasons":[…]
std::string reasons_member(const OperationFault& fault, std::size_t actions) {
  Writer writer;
  writer.begin_array();
  for (const std::string& reason : all_reasons(fault, actions)) {
    writer.begin_object().member("Code", reason);
    const std::string_view text = reason_text(reason);
    if (!text.empty()) writer.member("Message", text);
    writer.end_object();
  }
  writer.end_array();
  return "\"CancellationReasons\":" + writer.take();
}

bool denies_access(std::string_view name) {
  return name == "AccessDeniedException" || name.starts_with("AuthorizationError");
}

// "dynamodb:PutItem": streams are DynamoDB's to IAM.
std::string action_of(const CallView& call) {
  const AwsService service =
      call.service == AwsService::dynamodbstreams ? AwsService::dynamodb : call.service;
  return fmt::format("{}:{}", wire_name(service), call.operation);
}

std::string denial(const CallView& call) {
  std::string resource;
  if (call.service == AwsService::dynamodb && !call.resources.empty()) {
    resource =
        " on resource: " + core::table_arn(call.scope, core::TableName(call.resources.front()));
  }
  return fmt::format(
      "User: arn:{}:iam::{}:user/rivulet is not authorized to perform: {}{} because no "
      "identity-based policy allows the {} action",
      core::partition_of(call.scope.region), call.scope.account.get(), action_of(call), resource,
      action_of(call));
}

std::string_view json_namespace(std::string_view name, AwsService service) {
  constexpr std::string_view kFrontEnd[] = {
      "AccessDeniedException",
      "ExpiredTokenException",
      "IncompleteSignatureException",
      "InvalidSignatureException",
      "MissingAuthenticationTokenException",
      "SerializationException",
      "UnrecognizedClientException",
  };
  if (std::find(std::begin(kFrontEnd), std::end(kFrontEnd), name) != std::end(kFrontEnd)) {
    return "com.amazon.coral.service#";
  }
  if (name == "ThrottlingException") return "com.amazon.coral.availability#";
  if (name == "ValidationException") return "com.amazon.coral.validate#";
  if (service == AwsService::logs) return "";
  return service == AwsService::sqs ? "com.amazonaws.sqs#" : "com.amazonaws.dynamodb.v20120810#";
}

protocol::Service json_service(AwsService service) {
  if (service == AwsService::logs) return protocol::Service::logs;
  return service == AwsService::sqs ? protocol::Service::sqs : protocol::Service::dynamodb;
}

// As error_response.cpp has it of the few errors that have a capital one.
std::string_view message_member(std::string_view name) {
  const bool capital = name == "TransactionCanceledException" || name == "SerializationException" ||
                       name == "AccessDeniedException";
  return capital ? "Message" : "message";
}

core::HttpResponse json_answer(const OperationFault& fault, const CallView& call,
                               const core::HttpRequest& request) {
  const ErrorInfo& info = *fault.error;
  Writer writer;
  writer.begin_object();
  writer.member("__type", fmt::format("{}{}", json_namespace(info.name, call.service), info.name));
  writer.member(message_member(info.name), fault_text(fault, call)).end_object();
  core::HttpResponse response{info.status, {}, {}, writer.take()};
  if (is_cancelled(fault)) {
    response.body.insert(response.body.size() - 1, "," + reasons_member(fault, call.actions));
  }
  response.content_type =
      protocol::answer_media_type(request.headers.find("Content-Type").value_or(""), true,
                                  json_service(call.service))
          .value_or("application/json");
  response.headers.emplace_back("x-amzn-RequestId", protocol::new_request_id());
  response.headers.emplace_back("x-amz-crc32", std::to_string(protocol::crc32(response.body)));
  if (call.service == AwsService::sqs) {
    response.headers.emplace_back(
        "x-amzn-query-error",
        fmt::format("{};{}", info.xml_code(), info.status < kOursFrom ? "Sender" : "Receiver"));
  }
  return response;
}

// Lambda's errors differ in how they call the text (protocol::rest_error has it from recordings).
core::HttpResponse rest_answer(const OperationFault& fault, const CallView& call) {
  const ErrorInfo& info = *fault.error;
  const bool capital = info.name == "ResourceNotFoundException" ||
                       info.name == "ResourceInUseException" || info.name == "ServiceException" ||
                       info.name == "CodeSigningConfigNotFoundException";
  Writer writer;
  writer.begin_object();
  if (info.name != "ValidationException") {
    writer.member("Type", info.status < kOursFrom ? "User" : "Service");
  }
  if (info.name == "TooManyRequestsException") writer.member("Reason", "CallerRateLimitExceeded");
  writer.member(capital ? "Message" : "message", fault_text(fault, call)).end_object();
  core::HttpResponse response{info.status, "application/json", {}, writer.take()};
  response.headers.emplace_back("x-amzn-ErrorType", info.name);
  response.headers.emplace_back("x-amzn-RequestId", core::random_uuid());
  return response;
}

}  // namespace

std::string fault_text(const OperationFault& fault, const CallView& call) {
  if (!fault.message.empty()) return fault.message;
  if (denies_access(fault.error->name)) return denial(call);
  std::string text(fault.error->message);
  if (!is_cancelled(fault)) return text;
  return fmt::format("{} [{}]", text, fmt::join(all_reasons(fault, call.actions), ", "));
}

core::HttpResponse fault_answer(const OperationFault& fault, const CallView& call,
                                const core::HttpRequest& request, bool as_query) {
  const ErrorInfo& info = *fault.error;
  const std::string text = fault_text(fault, call);
  if (call.service == AwsService::lambda) return rest_answer(fault, call);
  if (call.service == AwsService::s3) {
    return s3::error_answer(s3::S3Error(info.status, info.name, text));
  }
  if (call.service == AwsService::sns) {
    return sns::error_answer(sns::SnsError(info.status, info.xml_code(), text));
  }
  if (!as_query) return json_answer(fault, call, request);
  return protocol::query_error_answer({info.xml_code(), text, info.status, info.status < kOursFrom},
                                      protocol::sqs_dialect());
}

}  // namespace server
