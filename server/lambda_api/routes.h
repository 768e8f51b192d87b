#pragma once

#include "core/http_message.h"
#include "server/lambda_api/call.h"
#include "server/services.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace server::lambda_api {

// One operation of the API. With neither function it is one that Rivulet lacks.
struct Route {
  std::string_view operation;  // "GetFunction"
  std::string_view method;
  // "/2015-03-31/functions/{F}": a part in braces is a parameter. Behind a `?` stands what the
  // query must have, where operations differ by it only: "?List=ALL".
  std::string_view path;
  // Both may throw ApiError before they return.
  core::HttpResponse (*answer)(const Call&, Services&) = nullptr;    // answers on the spot
  void (*start)(const Call&, Services&, core::HttpReply) = nullptr;  // answers later
  std::string_view instead = {};  // of one that Rivulet lacks: what to do instead
};

struct RouteMatch {
  const Route* route;
  std::vector<std::string_view> parameters;  // views into the path
};

std::span<const Route> all_routes();

// The target is a path with or without a query; a slash at the path's end makes no difference.
// nullopt when no operation has this method and path.
std::optional<RouteMatch> find_route(std::string_view method, std::string_view target);

}  // namespace server::lambda_api
