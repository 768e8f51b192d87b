#include "server/lambda_api/lambda_api.h"

#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/uuid.h"
#include "server/lambda_api/answer.h"
#include "server/lambda_api/routes.h"
#include "server/protocol/url.h"
#include "server/scope.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::lambda_api {
namespace {

constexpr std::string_view kCodePrefix = "/_rivulet/functions/";

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

void run(const RouteMatch& match, const core::HttpRequest& request, Services& services,
         const core::HttpReply& reply) {
  const Route& route = *match.route;
  const Call call{request, scope_of(request, services.settings), match.parameters};
  if (route.start) {
    route.start(call, services, reply);
  } else if (route.answer) {
    reply(route.answer(call, services));
  } else {
    throw core::ApiError(core::ErrorCode::invalid_parameter_value,
                         fmt::format("Rivulet doesn't support {}.", route.operation));
  }
}

}  // namespace

bool serves(std::string_view path) {
  return begins_with_date(path) || path.starts_with(kCodePrefix);
}

void serve_lambda_api(const core::HttpRequest& request, Services& services, core::HttpReply reply) {
  const core::HttpReply answer = [reply = std::move(reply)](core::HttpResponse response) {
    add_request_id(response);
    reply(std::move(response));
  };
  const auto match = find_route(request.method, request.target);
  if (!match) return answer(unknown_operation(request));
  try {
    run(*match, request, services, answer);
  } catch (const std::exception&) {
    answer(error_answer(std::current_exception()));
  }
}

}  // namespace server::lambda_api
