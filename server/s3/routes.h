#pragma once

#include "server/s3/operations.h"

#include <span>
#include <string_view>

namespace server::s3 {

enum class Level { service, bucket, object };

// An operation by what its requests look like. With neither function, Rivulet lacks it.
struct Route {
  using Answer = core::HttpResponse (*)(const Call&, ObjectStore&);
  using Start = void (*)(Call, ObjectStore&, core::HttpReply);

  std::string_view operation;
  std::string_view method;
  Level level;
  std::string_view mark;  // a parameter of the query, "list-type=2", or a header; empty: none
  Answer answer = nullptr;
  Start start = nullptr;
};

std::span<const Route> all_routes();

// nullptr when no operation looks like that.
const Route* find_route(const core::HttpRequest& request, const Address& address);

}  // namespace server::s3
