#include "server/control/control_api.h"

#include "core/api_error.h"
#include "core/json/value.h"
#include "core/limits.h"
#include "server/control/endpoints.h"
#include "server/protocol/url.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace server {
namespace control {
namespace {

std::string_view take_part(std::string_view& path) {
  const auto slash = path.find('/');
  const std::string_view part = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  return part;
}

// The decoded parts that stand for the form's parameters; nullopt: the path hasn't this form.
std::optional<std::vector<std::string>> match(std::string_view form, std::string_view path) {
  std::vector<std::string> parameters;
  while (!form.empty() && !path.empty()) {
    const std::string_view wanted = take_part(form);
    const std::string_view found = take_part(path);
    if (!wanted.starts_with('{')) {
      if (wanted != found) return std::nullopt;
    } else {
      if (found.empty()) return std::nullopt;
      parameters.push_back(protocol::url_decode(found, false));
    }
  }
  if (!form.empty() || !path.empty()) return std::nullopt;
  return parameters;
}

core::HttpResponse no_route(std::string_view path, std::string_view method) {
  for (const Route& route : all_routes()) {
    if (!match(route.path, path)) continue;
    return error_response(405, "MethodNotAllowed",
                          fmt::format("{}{} doesn't take {}.", kPrefix, path, method));
  }
  return error_response(404, "NotFound", fmt::format("There is no {}{}.", kPrefix, path));
}

core::json::Document parse_body(std::string body) {
  try {
    auto document = core::json::Document::parse(body.empty() ? "{}" : std::move(body));
    if (document.root().is(core::json::Kind::object)) return document;
  } catch (const core::json::ParseError&) {  // answered as any other text that is no object
  }
  throw core::ApiError(core::ErrorCode::serialization, "The body must be a JSON object.");
}

void run(const Route& route, const ControlParts& parts, core::HttpRequest& request,
         std::vector<std::string> parameters, const core::HttpReply& reply) {
  const Settings& settings = parts.services.settings;
  std::string text = route.method != "GET" ? std::move(request.body) : "";
  const auto document = parse_body(route.takes_text ? "" : std::exchange(text, ""));
  const core::json::Object body = document.root().object();
  Query query = protocol::query_parameters(request.target);
  const ScopeFilter scopes = read_scopes(request, body, query, settings);
  const Call call{request,        scopes,           one_scope(scopes, settings.default_scope),
                  body,           std::move(query), std::move(parameters),
                  std::move(text)};
  if (route.method != "GET" && !route.takes_text) refuse_unknown(call.query, {});
  route.handle(parts, call, reply);
}

// Runs the route that the request is for; false when there is none.
bool run_route(const ControlParts& parts, core::HttpRequest& request, std::string_view method,
               std::string_view path, const core::HttpReply& reply) {
  for (const Route& route : all_routes()) {
    if (route.method != method) continue;
    auto parameters = match(route.path, path);
    if (!parameters) continue;
    run(route, parts, request, *std::move(parameters), reply);
    return true;
  }
  return false;
}

}  // namespace

std::size_t max_body_bytes(std::string_view path) {
  for (const Route& route : all_routes()) {
    if (route.takes_text && match(route.path, path)) return core::limits::kMaxRequestBytes;
  }
  return kMaxBodyBytes;
}

}  // namespace control

void serve_control_api(const ControlParts& parts, core::HttpRequest request,
                       const core::HttpReply& reply) {
  const std::string_view path = protocol::path_of(request.target).substr(control::kPrefix.size());
  const std::string_view method = request.method == "HEAD" ? "GET" : request.method;
  if (request.body_too_large) {
    return reply(control::error_response(
        413, "TooLarge",
        fmt::format("A body may have {} bytes at most.", control::max_body_bytes(path))));
  }
  if (request.no_room_for_body) {
    return reply(control::error_response(
        503, "Unavailable", "As much is waiting as --memory-budget allows. Try again later."));
  }
  try {
    if (control::run_route(parts, request, method, path, reply)) return;
    reply(control::no_route(path, method));
  } catch (const core::ApiError& error) {
    reply(control::error_response(error));
  } catch (const std::exception& error) {
    spdlog::error("{}: {}", path, error.what());
    reply(control::not_stored());
  }
}

}  // namespace server
