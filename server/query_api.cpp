#include "server/query_api.h"

#include "server/operation_call.h"
#include "server/protocol/authentication.h"
#include "server/protocol/input_check.h"
#include "server/protocol/query_error.h"
#include "server/protocol/query_form.h"
#include "server/protocol/query_input.h"
#include "server/protocol/query_response.h"
#include "server/protocol/request_scope.h"
#include "server/protocol/url.h"

#include <fmt/format.h>

#include <algorithm>

namespace server {
namespace {

using protocol::find_query_parameter;

constexpr std::string_view kTargetPrefix = "AmazonSQS.";

// "/000000000000/orders".
bool is_queue_path(std::string_view path) {
  return path.starts_with('/') && std::count(path.begin(), path.end(), '/') == 2 &&
         path.find('/', 1) > 1 && !path.ends_with('/');
}

std::string_view action_of(std::string_view target) {
  return target.substr(kTargetPrefix.size());
}

// Of operations that tell nothing, the answer has no result (the model of that time).
bool has_result(std::string_view action) {
  constexpr std::string_view kSilent[] = {
      "AddPermission",    "ChangeMessageVisibility", "DeleteMessage", "DeleteQueue", "PurgeQueue",
      "RemovePermission", "SetQueueAttributes",      "TagQueue",      "UntagQueue",
  };
  return std::find(std::begin(kSilent), std::end(kSilent), action) == std::end(kSilent);
}

// The queue's URL may be where the request goes.
void add_queue_url(protocol::QueryForm& form, std::string_view target) {
  const std::string_view path = protocol::path_of(target);
  if (!form.find("QueueUrl") && is_queue_path(path)) form.add("QueueUrl", std::string(path));
}

core::json::Document parse_input(std::string json) {
  try {
    return core::json::Document::parse(std::move(json));
  } catch (const core::json::ParseError&) {  // a text that isn't UTF-8
    throw core::ApiError(core::ErrorCode::serialization, "The request is not valid UTF-8.");
  }
}

void read_form(Incoming& incoming) {
  core::HttpRequest& request = incoming.request;
  request.body = take_body(request);
  const Call call = require_call(incoming.target);
  protocol::check_authentication(request);
  protocol::QueryForm form(request);
  request.body.clear();
  add_queue_url(form, request.target);
  const auto& dialect = protocol::sqs_dialect();
  auto document = parse_input(
      protocol::query_input_json(form, action_of(incoming.target), call.input.shape, dialect));
  incoming.front_end = protocol::check_input(document, call.input);
  incoming.operation = &call.operation;
  incoming.document = std::move(document);
}

// Only this protocol's clients are told of a version.
std::string message_of(const core::ApiError& error) {
  if (error.code() == core::ErrorCode::queue_does_not_exist) {
    return "The specified queue does not exist for this wsdl version.";
  }
  return error.message();
}

core::HttpResponse error_answer(const core::ApiError& error) {
  const auto wire = protocol::query_error(error.code());
  return protocol::query_error_answer({wire.code, message_of(error), wire.status, wire.by_sender},
                                      protocol::sqs_dialect());
}

core::HttpResponse answer_of(operations::Answer answer, std::string_view action) {
  if (const auto* error = std::get_if<core::ApiError>(&answer)) return error_answer(*error);
  const auto& dialect = protocol::sqs_dialect();
  if (!has_result(action)) return protocol::query_answer(action, std::nullopt, dialect);
  return protocol::query_answer(
      action, protocol::xml_of_json(std::get<std::string>(std::move(answer)), action, dialect),
      dialect);
}

}  // namespace

bool speaks_sqs_query(const core::HttpRequest& request) {
  const std::string_view path = protocol::path_of(request.target);
  if (path != "/" && !is_queue_path(path)) return false;
  if (!find_query_parameter(request, "Action")) return false;
  return is_queue_path(path) || protocol::signed_service(request) == "sqs" ||
         find_query_parameter(request, "Version") == protocol::sqs_dialect().version;
}

void serve_query_api(core::HttpRequest request, Services& services, core::HttpReply reply) {
  const std::string action = find_query_parameter(request, "Action").value_or("");
  const auto* operation = operations::find_operation(std::string(kTargetPrefix) + action);
  if (request.body_too_large) {
    return reply(error_answer({core::ErrorCode::request_entity_too_large, ""}));
  }
  if (request.no_room_for_body) return reply(error_answer(no_room()));
  if (!operation) {
    return reply(
        error_answer({core::ErrorCode::unknown_operation,
                      fmt::format("The action {} is not valid for this endpoint.", action)}));
  }
  const std::string_view target = operation->target;  // lives on
  serve_call(Incoming{std::move(request), target}, read_form, services,
             [reply = std::move(reply), target](operations::Answer answer) {
               reply(answer_of(std::move(answer), action_of(target)));
             });
}

}  // namespace server
