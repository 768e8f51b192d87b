#include "server/json_api.h"

#include "core/limits.h"
#include "server/operations/operation.h"
#include "server/protocol/authentication.h"
#include "server/protocol/constraints.h"
#include "server/protocol/content_coding.h"
#include "server/protocol/crc32.h"
#include "server/protocol/deserialize.h"
#include "server/protocol/error_response.h"
#include "server/protocol/front_end.h"
#include "server/protocol/media_type.h"
#include "server/protocol/model/input_shapes.h"
#include "server/protocol/request_id.h"
#include "server/scope.h"

#include <spdlog/spdlog.h>

#include <string>
#include <string_view>

namespace server {
namespace {

using protocol::Service;

constexpr std::size_t kPackFromBytes = 4096;  // as AWS: smaller answers leave as they are

Service service_of(std::string_view target) {
  if (target.starts_with("Logs_")) return Service::logs;
  return target.starts_with("DynamoDBStreams_") ? Service::dynamodb_streams : Service::dynamodb;
}

// How a request wants its answer.
struct AnswerForm {
  Service service;
  std::string_view media_type;
  protocol::ContentCoding coding;
};

// SDKs check the sum over the bytes as they were sent.
void add_protocol_headers(core::HttpResponse& response) {
  response.headers.reserve(response.headers.size() + 2);
  response.headers.emplace_back("x-amzn-RequestId", protocol::new_request_id());
  response.headers.emplace_back("x-amz-crc32", std::to_string(protocol::crc32(response.body)));
}

core::HttpResponse response_of(operations::Answer answer, const AnswerForm& form) {
  core::HttpResponse response;
  if (auto* body = std::get_if<std::string>(&answer)) {
    response.body = std::move(*body);
  } else {
    response = protocol::json_error(std::get<core::ApiError>(answer), form.service);
  }
  response.content_type = form.media_type;
  const bool packs = form.coding != protocol::ContentCoding::identity;
  if (packs && response.body.size() > kPackFromBytes) {
    response.body = protocol::encode(response.body, form.coding);
    response.headers.emplace_back("Content-Encoding", protocol::coding_name(form.coding));
  }
  add_protocol_headers(response);
  return response;
}

core::HttpResponse too_large() {
  return {413, {}, {{"Transfer-Encoding", "chunked"}}, {}};
}

core::HttpResponse not_found() {
  core::HttpResponse response{404, {}, {}, "<UnknownOperationException/>\n"};
  add_protocol_headers(response);
  return response;
}

// The request's body, which it no longer has then, as it was before the peer encoded it.
protocol::Decoded take_plain_body(core::HttpRequest& request) {
  const auto coding = protocol::find_coding(request.headers.find("Content-Encoding").value_or(""));
  if (!coding) return {protocol::DecodeStatus::malformed, {}};
  return protocol::decode(std::move(request.body), *coding, core::limits::kMaxRequestBytes);
}

core::ApiError internal_error() {
  return {core::ErrorCode::internal, "Internal server error"};
}

core::json::Document parse_body(std::string body) {
  try {
    return core::json::Document::parse(std::move(body));
  } catch (const core::json::ParseError&) {
    throw core::ApiError(core::ErrorCode::serialization, "");
  }
}

struct Call {
  const operations::Operation& operation;
  const protocol::InputShape& input;
};

// Throws UnknownOperationException for a target that isn't served.
Call require_call(std::string_view target) {
  const auto* operation = operations::find_operation(target);
  const auto* input = protocol::find_input_shape(target);
  if (!operation || !input) throw core::ApiError(core::ErrorCode::unknown_operation, "");
  return {*operation, *input};
}

void start(const operations::Operation& operation, const operations::Request& request,
           Services& services, const operations::Reply& reply) {
  if (operation.start) {
    operation.start(request, services, reply);
  } else {
    reply(operation.answer(request, services));
  }
}

void run(const core::HttpRequest& request, protocol::Decoded body, std::string_view target,
         Services& services, const operations::Reply& reply) {
  // To AWS it is its own fault when a body isn't coded as its header says.
  if (body.status == protocol::DecodeStatus::malformed) throw internal_error();
  // An empty body has no JSON either, but AWS looks at its target first.
  const bool empty = body.bytes.empty();
  const auto document = parse_body(empty ? "{}" : std::move(body.bytes));
  const Call call = require_call(target);
  protocol::check_authentication(request);
  if (empty) throw core::ApiError(core::ErrorCode::serialization, "");
  protocol::check_types(document.root(), call.input.shape);
  const core::FrontEnd front_end = protocol::front_end_of(document, call.input);
  try {
    protocol::check_constraints(document.root(), call.input, front_end,
                                service_of(target) == Service::logs
                                    ? core::ErrorCode::invalid_parameter
                                    : core::ErrorCode::validation);
    start(call.operation,
          {document.root().object(), scope_of(request, services.settings),
           request.headers.find("Host").value_or("localhost")},
          services, reply);
  } catch (const core::ApiError& error) {
    throw error.in_words_of(front_end);
  }
}

}  // namespace

void serve_json_api(core::HttpRequest request, Services& services, core::HttpReply reply) {
  const bool has_body = !request.body.empty();
  protocol::Decoded body = take_plain_body(request);
  if (body.status == protocol::DecodeStatus::too_large) return reply(too_large());
  const std::string target(request.headers.find("X-Amz-Target").value_or(""));
  const auto media_type = protocol::answer_media_type(
      request.headers.find("Content-Type").value_or(""), has_body, service_of(target));
  if (request.method != "POST" || !media_type) return reply(not_found());
  const AnswerForm form{
      service_of(target), *media_type,
      protocol::preferred_coding(request.headers.find("Accept-Encoding").value_or(""))};
  const operations::Reply answer = [reply = std::move(reply), form](operations::Answer result) {
    reply(response_of(std::move(result), form));
  };
  try {
    run(request, std::move(body), target, services, answer);
  } catch (const core::ApiError& error) {
    answer(error);
  } catch (const std::exception& error) {
    spdlog::error("{}: {}", target, error.what());
    answer(internal_error());
  }
}

}  // namespace server
