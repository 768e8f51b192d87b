#include "server/control/control_api.h"

#include "core/api_error.h"
#include "core/json/writer.h"
#include "server/protocol/request_scope.h"
#include "server/protocol/url.h"
#include "server/version.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>

namespace server {
namespace control {
namespace {

struct Route {
  std::string_view method;
  std::string_view path;  // behind the prefix
  void (*handle)(const ControlParts&, const Call&, const core::HttpReply&);
};

void show_health(const ControlParts&, const Call&, const core::HttpReply& reply) {
  core::json::Writer writer;
  writer.begin_object().member("status", "ok").member("version", kVersion).end_object();
  reply(json_response(writer.take()));
}

constexpr Route kRoutes[] = {
    {"GET",  "health",        show_health },
    {"GET",  "clock",         show_clock  },
    {"POST", "clock",         move_clock  },
    {"POST", "streams/roll",  roll_shards },
    {"POST", "streams/split", split_shards},
    {"POST", "streams/merge", merge_shards},
};

core::HttpResponse error_response(int status, std::string_view type, std::string_view message) {
  core::json::Writer writer;
  writer.begin_object().member("__type", type).member("message", message).end_object();
  core::HttpResponse response = json_response(writer.take());
  response.status = status;
  return response;
}

core::HttpResponse no_route(std::string_view path, std::string_view method) {
  for (const Route& route : kRoutes) {
    if (route.path != path) continue;
    return error_response(405, "UnknownOperationException",
                          fmt::format("{}{} doesn't take {}.", kPrefix, path, method));
  }
  return error_response(404, "UnknownOperationException",
                        fmt::format("There is no {}{}.", kPrefix, path));
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
         const core::HttpReply& reply) {
  const Settings& settings = parts.services.settings;
  const auto document = parse_body(route.method == "GET" ? "" : std::move(request.body));
  route.handle(parts,
               {settings.shared_scope ? settings.default_scope
                                      : protocol::request_scope(request, settings.default_scope),
                document.root().object()},
               reply);
}

}  // namespace

core::HttpResponse json_response(std::string body) {
  return {200, "application/json", {}, std::move(body)};
}

void refuse_unknown(const core::json::Object& body, std::initializer_list<std::string_view> known) {
  body.for_each([&](const core::json::Member& member) {
    if (std::find(known.begin(), known.end(), member.name) != known.end()) return;
    core::throw_validation(fmt::format("There is no parameter {}.", member.name));
  });
}

}  // namespace control

void serve_control_api(const ControlParts& parts, core::HttpRequest request,
                       const core::HttpReply& reply) {
  const std::string_view path = protocol::path_of(request.target).substr(control::kPrefix.size());
  const std::string_view method = request.method == "HEAD" ? "GET" : request.method;
  const auto* route = std::find_if(
      std::begin(control::kRoutes), std::end(control::kRoutes),
      [&](const control::Route& each) { return each.path == path && each.method == method; });
  if (route == std::end(control::kRoutes)) return reply(control::no_route(path, method));
  if (request.body_too_large) {
    return reply(control::error_response(
        413, "RequestEntityTooLargeException",
        fmt::format("A body may have {} bytes at most.", control::kMaxBodyBytes)));
  }
  try {
    control::run(*route, parts, request, reply);
  } catch (const core::ApiError& error) {
    reply(control::error_response(400, core::error_name(error.code()), error.message()));
  } catch (const std::exception& error) {
    spdlog::error("{}: {}", path, error.what());
    reply(control::error_response(500, "InternalServerError", "Internal server error"));
  }
}

}  // namespace server
