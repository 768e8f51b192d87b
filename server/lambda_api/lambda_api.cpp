#include "server/lambda_api/lambda_api.h"

#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/limits.h"
#include "core/uuid.h"
#include "server/lambda_api/answer.h"
#include "server/lambda_api/body_limit.h"
#include "server/lambda_api/routes.h"
#include "server/protocol/url.h"
#include "server/run_then_transact.h"
#include "server/scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace server::lambda_api {
namespace {

constexpr std::string_view kCodePrefixes[] = {"/_rivulet/functions/", "/_rivulet/layers/"};
constexpr std::string_view kCodeSuffix = "/code.zip";

// "/2015-03-31/"
bool begins_with_date(std::string_view path) {
  constexpr std::string_view kForm = "/dddd-dd-dd/";
  return path.size() >= kForm.size() &&
         std::equal(kForm.begin(), kForm.end(), path.begin(), [](char form, char c) {
           return form == 'd' ? c >= '0' && c <= '9' : c == form;
         });
}

// An invocation's answer has the id already that its handler sees.
void add_request_id(core::HttpResponse& response) {
  const bool has_one =
      std::any_of(response.headers.begin(), response.headers.end(),
                  [](const auto& header) { return header.first == kRequestIdHeader; });
  if (!has_one) response.headers.emplace_back(kRequestIdHeader, core::random_uuid());
}

core::HttpResponse unknown_operation(const core::HttpRequest& request) {
  core::json::Writer writer;
  writer.begin_object();
  writer.member("message", fmt::format("Unable to determine the operation of {} {}", request.method,
                                       protocol::path_of(request.target)));
  writer.end_object();
  core::HttpResponse response = json_response(404, writer.take());
  response.headers.emplace_back("x-amzn-ErrorType", "UnknownOperationException");
  return response;
}

// A request on its way to its operation.
struct Incoming {
  core::HttpRequest request;
  core::HttpReply reply;
  ParsedBody body;
};

[[noreturn]] void refuse_missing(const Route& route) {
  std::string text = fmt::format("Rivulet doesn't support {}", route.operation);
  if (!route.instead.empty()) text += fmt::format(": {}", route.instead);
  throw core::ApiError(core::ErrorCode::invalid_parameter_value, text + ".");
}

void run(const RouteMatch& match, Incoming& incoming, Services& services) {
  const Route& route = *match.route;
  if (incoming.request.body_too_large) refuse_large_body(route);
  if (incoming.request.no_room_for_body) refuse_for_want_of_room();
  const Call call{incoming.request, scope_of(incoming.request, services.settings), match.parameters,
                  incoming.body};
  if (route.start) {
    route.start(call, services, incoming.reply);
  } else if (route.answer) {
    incoming.reply(route.answer(call, services));
  } else {
    refuse_missing(route);
  }
}

void serve(Incoming& incoming, Services& services) {
  const core::HttpRequest& request = incoming.request;
  const auto match = find_route(request.method, request.target);
  if (!match) return incoming.reply(unknown_operation(request));
  try {
    run(*match, incoming, services);
  } catch (const std::exception&) {
    incoming.reply(error_answer(std::current_exception()));
  }
}

bool is_too_large(const core::HttpRequest& request) {
  return request.body.size() > max_body_bytes(request.method, request.target);
}

bool parses_long(const core::HttpRequest& request) {
  constexpr std::size_t kQuickBytes = 256 * core::limits::kKilobyte;
  return request.body.size() > kQuickBytes && find_route(request.method, request.target);
}

// Of a large body, first of all, on a worker. A payload is checked only, and changes nothing that
// others would have to wait for.
void serve_ahead(Incoming incoming, Services& services) {
  const auto match = find_route(incoming.request.method, incoming.request.target);
  const bool invokes = match->route->operation.starts_with("Invoke");
  const auto later = std::make_shared<Incoming>(std::move(incoming));
  const auto go_on = [later, &services] { serve(*later, services); };
  if (invokes) {
    return services.run_on_worker([later] { later->body = check_ahead(later->request.body); },
                                  go_on);
  }
  run_then_transact(
      services, [later] { later->body = parse_ahead(std::move(later->request.body)); }, go_on);
}

}  // namespace

bool serves(std::string_view path) {
  const bool is_code =
      path.ends_with(kCodeSuffix) &&
      std::any_of(std::begin(kCodePrefixes), std::end(kCodePrefixes),
                  [path](std::string_view prefix) { return path.starts_with(prefix); });
  return begins_with_date(path) || is_code;
}

std::size_t max_body_bytes(std::string_view method, std::string_view target) {
  const auto match = find_route(method, target);
  return match ? max_body_bytes(*match->route) : kMaxPayloadBytes;
}

void serve_lambda_api(core::HttpRequest request, Services& services, core::HttpReply reply) {
  core::HttpReply answer = [reply = std::move(reply)](core::HttpResponse response) {
    add_request_id(response);
    reply(std::move(response));
  };
  Incoming incoming{std::move(request), std::move(answer), {}};
  if (is_too_large(incoming.request)) incoming.request.body_too_large = true;
  const bool is_whole = !incoming.request.body_too_large && !incoming.request.no_room_for_body;
  if (!is_whole || !parses_long(incoming.request)) return serve(incoming, services);
  serve_ahead(std::move(incoming), services);
}

}  // namespace server::lambda_api
