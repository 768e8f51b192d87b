#include "server/json_api.h"

#include <spdlog/spdlog.h>

#include <string>
#include <string_view>

#include "server/operations/operation.h"
#include "server/protocol/authentication.h"
#include "server/protocol/constraints.h"
#include "server/protocol/crc32.h"
#include "server/protocol/deserialize.h"
#include "server/protocol/error_response.h"
#include "server/protocol/model/input_shapes.h"
#include "server/protocol/request_id.h"
#include "server/protocol/request_scope.h"

namespace server {
namespace {

using protocol::Service;

constexpr std::size_t kMaxBodyBytes = std::size_t{16} << 20;

Service service_of(std::string_view target) {
  if (target.starts_with("Logs_")) return Service::logs;
  return target.starts_with("DynamoDBStreams_") ? Service::dynamodb_streams : Service::dynamodb;
}

// The media type that the answer takes over; empty when it is none of JSON's.
std::string_view media_type(const core::HttpRequest& request) {
  std::string_view type = request.headers.find("Content-Type").value_or("");
  type = type.substr(0, type.find(';'));
  while (type.starts_with(' ')) type.remove_prefix(1);
  while (type.ends_with(' ')) type.remove_suffix(1);
  for (const std::string_view known :
       {"application/x-amz-json-1.0", "application/x-amz-json-1.1", "application/json"}) {
    if (type == known) return known;
  }
  return {};
}

void add_protocol_headers(core::HttpResponse& response) {
  response.headers.emplace_back("x-amzn-RequestId", protocol::new_request_id());
  response.headers.emplace_back("x-amz-crc32", std::to_string(protocol::crc32(response.body)));
}

core::HttpResponse response_of(const operations::Answer& answer, Service service,
                               std::string_view type) {
  core::HttpResponse response;
  if (const auto* body = std::get_if<std::string>(&answer)) {
    response.body = *body;
  } else {
    response = protocol::json_error(std::get<core::ApiError>(answer), service);
  }
  response.content_type = type;
  add_protocol_headers(response);
  return response;
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

void run(const core::HttpRequest& request, std::string_view target, Services& services,
         const operations::Reply& reply) {
  // An empty body has no JSON either, but AWS looks at its target first.
  const auto document = parse_body(request.body.empty() ? "{}" : request.body);
  const Call call = require_call(target);
  protocol::check_authentication(request);
  if (request.body.empty()) throw core::ApiError(core::ErrorCode::serialization, "");
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
  if (request.body.size() > kMaxBodyBytes) return reply({413, {}, {}, {}});
  const std::string_view type = media_type(request);
  if (request.method != "POST" || type.empty()) {
    core::HttpResponse response{404, {}, {}, "<UnknownOperationException/>\n"};
    add_protocol_headers(response);
    return reply(std::move(response));
  }
  const std::string target(request.headers.find("X-Amz-Target").value_or(""));
  const Service service = service_of(target);
  const operations::Reply answer = [reply = std::move(reply), service,
                                    type](const operations::Answer& result) {
    reply(response_of(result, service, type));
  };
  try {
    run(request, target, services, answer);
  } catch (const core::ApiError& error) {
    answer(error);
  } catch (const std::exception& error) {
    spdlog::error("{}: {}", target, error.what());
    answer(core::ApiError(core::ErrorCode::internal, "Internal server error"));
  }
}

}  // namespace server
