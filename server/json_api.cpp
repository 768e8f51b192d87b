#include "server/json_api.h"

#include "core/limits.h"
#include "server/operations/operation.h"
#include "server/protocol/authentication.h"
#include "server/protocol/constraints.h"
#include "server/protocol/crc32.h"
#include "server/protocol/deserialize.h"
#include "server/protocol/error_response.h"
#include "server/protocol/gzip.h"
#include "server/protocol/media_type.h"
#include "server/protocol/model/input_shapes.h"
#include "server/protocol/request_id.h"
#include "server/protocol/request_scope.h"

#include <spdlog/spdlog.h>

#include <string>
#include <string_view>

namespace server {
namespace {

using protocol::Service;

constexpr std::size_t kGzipFromBytes = 1024;  // below, zipping saves no packet

Service service_of(std::string_view target) {
  if (target.starts_with("Logs_")) return Service::logs;
  return target.starts_with("DynamoDBStreams_") ? Service::dynamodb_streams : Service::dynamodb;
}

// How a request wants its answer.
struct AnswerForm {
  Service service;
  std::string_view media_type;
  bool as_gzip;
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
  if (form.as_gzip && response.body.size() > kGzipFromBytes) {
    response.body = protocol::gzip(response.body);
    response.headers.emplace_back("Content-Encoding", "gzip");
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

// The request's body as it was before the peer encoded it. What isn't gzip though it says so is no
// JSON either, and is refused as such.
protocol::Gunzipped plain_body(const core::HttpRequest& request) {
  protocol::Gunzipped body;
  if (request.headers.find("Content-Encoding") == "gzip") {
    body = protocol::gunzip(request.body, core::limits::kMaxRequestBytes);
  } else if (request.body.size() > core::limits::kMaxRequestBytes) {
    body.status = protocol::GunzipStatus::too_large;
  } else {
    body.bytes = request.body;
  }
  return body;
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
  const protocol::Shape& input;
};

// Throws UnknownOperationException for a target that isn't served.
Call require_call(std::string_view target) {
  const auto* operation = operations::find_operation(target);
  const auto* input = protocol::find_input_shape(target);
  if (!operation || !input) throw core::ApiError(core::ErrorCode::unknown_operation, "");
  return {*operation, *input};
}

core::Scope scope_of(const core::HttpRequest& request, const Settings& settings) {
  if (settings.shared_scope) return settings.default_scope;
  return protocol::request_scope(request, settings.default_scope);
}

void run(const core::HttpRequest& request, protocol::Gunzipped body, std::string_view target,
         Services& services, const operations::Reply& reply) {
  if (body.status == protocol::GunzipStatus::malformed) {
    throw core::ApiError(core::ErrorCode::serialization, "");
  }
  // An empty body has no JSON either, but AWS looks at its target first.
  const bool empty = body.bytes.empty();
  const auto document = parse_body(empty ? "{}" : std::move(body.bytes));
  const Call call = require_call(target);
  protocol::check_authentication(request);
  if (empty) throw core::ApiError(core::ErrorCode::serialization, "");
  protocol::check_types(document.root(), call.input);
  protocol::check_constraints(document.root(), call.input,
                              service_of(target) == Service::logs
                                  ? core::ErrorCode::invalid_parameter
                                  : core::ErrorCode::validation);
  const operations::Request input{document.root().object(), scope_of(request, services.settings)};
  if (call.operation.start) {
    call.operation.start(input, services, reply);
  } else {
    reply(call.operation.answer(input, services));
  }
}

}  // namespace

void serve_json_api(const core::HttpRequest& request, Services& services, core::HttpReply reply) {
  protocol::Gunzipped body = plain_body(request);
  if (body.status == protocol::GunzipStatus::too_large) return reply(too_large());
  const std::string target(request.headers.find("X-Amz-Target").value_or(""));
  const auto media_type = protocol::answer_media_type(
      request.headers.find("Content-Type").value_or(""), !request.body.empty(), service_of(target));
  if (request.method != "POST" || !media_type) return reply(not_found());
  const AnswerForm form{
      service_of(target), *media_type,
      protocol::accepts_gzip(request.headers.find("Accept-Encoding").value_or(""))};
  const operations::Reply answer = [reply = std::move(reply), form](operations::Answer result) {
    reply(response_of(std::move(result), form));
  };
  try {
    run(request, std::move(body), target, services, answer);
  } catch (const core::ApiError& error) {
    answer(error);
  } catch (const std::exception& error) {
    spdlog::error("{}: {}", target, error.what());
    answer(core::ApiError(core::ErrorCode::internal, "Internal server error"));
  }
}

}  // namespace server
