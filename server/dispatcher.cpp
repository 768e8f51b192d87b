#include "server/dispatcher.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/json/writer.h"
#include "core/limits.h"
#include "server/json_api.h"
#include "server/lambda_api/lambda_api.h"
#include "server/protocol/crc32.h"
#include "server/protocol/request_id.h"
#include "server/protocol/request_scope.h"
#include "server/protocol/url.h"
#include "server/query_api.h"
#include "server/s3/s3_api.h"
#include "server/sns/sns_api.h"
#include "server/sts/sts_api.h"
#include "storage/writer.h"

#include <fmt/format.h>

#include <memory>

namespace server {
namespace {

core::HttpResponse text_response(int status, std::string content_type, std::string body) {
  core::HttpResponse response{status, std::move(content_type), {}, std::move(body)};
  response.headers.emplace_back("x-amzn-RequestId", protocol::new_request_id());
  response.headers.emplace_back("x-amz-crc32", std::to_string(protocol::crc32(response.body)));
  return response;
}

core::HttpResponse forbidden(std::string_view why) {
  core::json::Writer writer;
  writer.begin_object().member("__type", "com.amazon.coral.service#AccessDeniedException");
  writer.member("message", why).end_object();
  return text_response(403, "application/json", writer.take());
}

// What DynamoDB says to whoever looks whether it is there: signed or not, well or ill.
core::HttpResponse greeting(const core::HttpRequest& request, core::Scope scope) {
  try {
    scope = protocol::request_scope(request, scope);
  } catch (const core::ApiError&) {  // then it's healthy in its own region
  }
  return text_response(200, {},
                       fmt::format("healthy: dynamodb.{}.{} ", scope.region.get(),
                                   core::dns_suffix_of(scope.region)));
}

bool reads(const core::HttpRequest& request) {
  return request.method == "GET" || request.method == "HEAD";
}

// What changes functions, mappings, topics, buckets or worlds. Operations of the JSON protocols
// know themselves how they write (operation_call.h).
bool transacts(const core::HttpRequest& request) {
  if (reads(request) || speaks_json(request)) return false;
  const std::string_view path = protocol::path_of(request.target);
  if (s3::serves(request)) return path.find('/', 1) == std::string_view::npos;  // "/BUCKET"
  if (lambda_api::serves(path)) return !path.ends_with("/invocations");
  return sns::serves(request) || path.starts_with(control::kPrefix);
}

}  // namespace

std::size_t max_body_bytes(const core::HttpRequest& head) {
  if (speaks_json(head)) return core::limits::kMaxRequestBytes;
  if (s3::serves(head)) return s3::max_body_bytes(head);
  const std::string_view path = protocol::path_of(head.target);
  if (lambda_api::serves(path)) return lambda_api::max_body_bytes(head.method, head.target);
  if (!path.starts_with(control::kPrefix)) return core::limits::kMaxRequestBytes;
  return control::max_body_bytes(path.substr(control::kPrefix.size()));
}

void Dispatcher::serve(core::HttpRequest request, core::HttpReply reply) const {
  if (const auto why = policy_.refuse(request)) return reply(forbidden(*why));
  if (auto preflight = policy_.preflight(request)) {
    preflight->headers.emplace_back("x-amzn-RequestId", protocol::new_request_id());
    return reply(*std::move(preflight));
  }
  if (!request.headers.find("Origin")) return route(std::move(request), std::move(reply));
  core::HttpResponse allowed;
  policy_.add_headers(request, allowed);
  route(std::move(request), [headers = std::move(allowed.headers),
                             reply = std::move(reply)](core::HttpResponse response) {
    response.headers.insert(response.headers.end(), headers.begin(), headers.end());
    reply(std::move(response));
  });
}

void Dispatcher::route(core::HttpRequest request, core::HttpReply reply) const {
  if (gate_.stands_open()) return route_in_order(std::move(request), std::move(reply), 0);
  gate_.pass(std::move(request), std::move(reply),
             [this](core::HttpRequest passed, core::HttpReply answer, std::size_t unprocessed) {
               route_in_order(std::move(passed), std::move(answer), unprocessed);
             });
}

void Dispatcher::route_in_order(core::HttpRequest request, core::HttpReply reply,
                                std::size_t unprocessed) const {
  constexpr auto kWay = storage::Writer::Way::transacts;
  if (!services_.writer.has_to_wait(kWay) || !transacts(request)) {
    return route(std::move(request), std::move(reply), unprocessed);
  }
  const auto waiting = std::make_shared<core::HttpRequest>(std::move(request));
  services_.writer.in_order(kWay, [this, waiting, reply = std::move(reply), unprocessed] {
    route(std::move(*waiting), reply, unprocessed);
  });
}

void Dispatcher::route(core::HttpRequest request, core::HttpReply reply,
                       std::size_t unprocessed) const {
  if (speaks_json(request)) {
    return serve_json_api(std::move(request), services_, std::move(reply), unprocessed);
  }
  if (s3::serves(request)) {
    return s3::serve_s3(std::move(request), objects_, services_, std::move(reply));
  }
  if (sns::serves(request)) {
    return sns::serve_sns(std::move(request), topics_, services_, std::move(reply));
  }
  const std::string_view path = protocol::path_of(request.target);
  if (lambda_api::serves(path)) {
    return lambda_api::serve_lambda_api(std::move(request), services_, std::move(reply));
  }
  if (path.starts_with(control::kPrefix)) {
    return serve_control_api(control_, std::move(request), reply);
  }
  const bool has_target = request.headers.find("X-Amz-Target").has_value();
  if (!has_target && speaks_sqs_query(request)) {
    return serve_query_api(std::move(request), services_, std::move(reply));
  }
  if (!has_target && sts::serves(request)) return reply(sts::answer(request, services_.settings));
  if (reads(request) && path == "/")
    return reply(greeting(request, services_.settings.default_scope));
  serve_json_api(std::move(request), services_, std::move(reply), unprocessed);
}

}  // namespace server
