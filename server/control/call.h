#pragma once

#include "core/api_error.h"
#include "core/clock.h"
#include "core/http_message.h"
#include "core/json/value.h"
#include "core/scope_filter.h"
#include "core/shared_text.h"
#include "server/services.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A request to the control API, read: what all of its endpoints share.
namespace server::control {

using core::ScopeFilter;

using Query = std::vector<std::pair<std::string, std::string>>;

struct Call {
  const core::HttpRequest& request;  // its body was taken, unless the route reads it itself
  ScopeFilter scopes;
  core::Scope scope;                      // where `scopes` is of one
  core::json::Object body;                // empty for GET
  Query query;                            // decoded, without account and region
  std::vector<std::string> parameters{};  // of the path
  core::SharedText text{};                // the body of a route that takes text
};

// Account and region: as the body or the query says, as the request is signed, or the server's own.
// Throws ApiError(validation) for what can't be one; "*" is no single scope.
ScopeFilter read_scopes(const core::HttpRequest& request, const core::json::Object& body,
                        const Query& query, const Settings& settings);
core::Scope one_scope(const ScopeFilter& scopes, const core::Scope& otherwise);

// Throw ApiError(validation) for a member or parameter that isn't known: none is ignored.
void refuse_unknown(const core::json::Object& body, std::initializer_list<std::string_view> known);
void refuse_unknown(const Query& query, std::initializer_list<std::string_view> known);
// Throws ApiError(validation) when the request is about the resources of all accounts.
void require_one_scope(const Call& call);

std::optional<std::string> find(const Query& query, std::string_view name);
// A whole number from `least` to `most`. Throws ApiError(validation) for anything else.
std::optional<std::size_t> find_whole(const Query& query, std::string_view name, std::size_t least,
                                      std::size_t most);
// Throw ApiError(validation) when it is no string, or missing.
std::string_view require_text(const core::json::Object& body, std::string_view name);
std::optional<std::string_view> find_text(const core::json::Object& body, std::string_view name);

// Of the year 9999: what our time texts can show.
constexpr double kLastSecond = 253'402'300'799;
core::Duration duration_of(double seconds);
// Epoch seconds, or a text such as "2026-01-31T12:00:00Z". nullopt for anything else, and for times
// outside of the years 1970 to 9999.
std::optional<core::WallTime> find_time(const core::json::Value& value);
std::optional<core::WallTime> find_time(const std::string& text);

core::HttpResponse json_response(std::string body);
core::HttpResponse error_response(int status, std::string_view error, std::string_view message);
// "NotFound" with 404, "Conflict" with 409 …, or else "BadRequest" with 400.
core::HttpResponse error_response(const core::ApiError& error);
// A commit failed, which the log tells.
core::HttpResponse not_stored();

}  // namespace server::control
