#include "server/control/call.h"

#include "core/json/writer.h"
#include "core/time_text.h"
#include "server/protocol/request_scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace server::control {
namespace {

constexpr std::string_view kAccount = "account";
constexpr std::string_view kRegion = "region";
constexpr std::string_view kAll = "*";

[[noreturn]] void refuse(std::string_view name) {
  core::throw_validation(fmt::format("There is no parameter {}.", name));
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> known) {
  return std::find(known.begin(), known.end(), name) != known.end();
}

std::optional<std::string> named(const core::json::Object& body, const Query& query,
                                 std::string_view name) {
  if (auto value = find(query, name)) return value;
  const auto value = find_text(body, name);
  return value ? std::optional<std::string>(*value) : std::nullopt;
}

core::AccountId checked_account(std::string account) {
  const bool good = account.size() == 12 && std::all_of(account.begin(), account.end(), [](char c) {
                      return c >= '0' && c <= '9';
                    });
  if (!good) core::throw_validation("account must be 12 digits, or * for all.");
  return core::AccountId(std::move(account));
}

core::Region checked_region(std::string region) {
  if (!core::is_region_name(region)) core::throw_validation("region must be the name of one.");
  return core::Region(std::move(region));
}

}  // namespace

ScopeFilter read_scopes(const core::HttpRequest& request, const core::json::Object& body,
                        const Query& query, const Settings& settings) {
  auto account = named(body, query, kAccount);
  auto region = named(body, query, kRegion);
  core::Scope signed_for = settings.default_scope;
  if (!settings.shared_scope) signed_for = protocol::request_scope(request, signed_for);
  ScopeFilter scopes{signed_for.account, signed_for.region};
  if (account == kAll) {
    scopes = {};
  } else if (account) {
    scopes.account = checked_account(*std::move(account));
  }
  if (region == kAll) {
    scopes.region.reset();
  } else if (region) {
    scopes.region = checked_region(*std::move(region));
  }
  if (!settings.shared_scope) return scopes;
  return {settings.default_scope.account, settings.default_scope.region};
}

core::Scope one_scope(const ScopeFilter& scopes, const core::Scope& otherwise) {
  return {scopes.account.value_or(otherwise.account), scopes.region.value_or(otherwise.region)};
}

void refuse_unknown(const core::json::Object& body, std::initializer_list<std::string_view> known) {
  body.for_each([&](const core::json::Member& member) {
    if (member.name == kAccount || member.name == kRegion) return;
    if (!is_one_of(member.name, known)) refuse(member.name);
  });
}

void refuse_unknown(const Query& query, std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : query) {
    if (name == kAccount || name == kRegion) continue;
    if (!is_one_of(name, known)) refuse(name);
  }
}

void require_one_scope(const Call& call) {
  if (call.scopes.covers(call.scope) && call.scopes.account && call.scopes.region) return;
  core::throw_validation("This is about one account and region: name them.");
}

std::optional<std::string> find(const Query& query, std::string_view name) {
  const auto found = std::find_if(query.begin(), query.end(),
                                  [&](const auto& parameter) { return parameter.first == name; });
  return found == query.end() ? std::nullopt : std::optional<std::string>(found->second);
}

std::optional<std::size_t> find_whole(const Query& query, std::string_view name, std::size_t least,
                                      std::size_t most) {
  const auto text = find(query, name);
  if (!text) return std::nullopt;
  std::size_t value = 0;
  const char* const end = text->data() + text->size();
  const auto [at, error] = std::from_chars(text->data(), end, value);
  if (error == std::errc() && at == end && value >= least && value <= most) return value;
  core::throw_validation(
      fmt::format("{} must be a whole number from {} to {}.", name, least, most));
}

std::string_view require_text(const core::json::Object& body, std::string_view name) {
  if (const auto text = find_text(body, name)) return *text;
  core::throw_validation(fmt::format("{} must be a string.", name));
}

std::optional<std::string_view> find_text(const core::json::Object& body, std::string_view name) {
  const auto value = body.find(name);
  if (!value) return std::nullopt;
  if (value->is(core::json::Kind::string)) return value->string();
  core::throw_validation(fmt::format("{} must be a string.", name));
}

core::Duration duration_of(double seconds) {
  return std::chrono::round<core::Duration>(std::chrono::duration<double>(seconds));
}

std::optional<core::WallTime> find_time(const core::json::Value& value) {
  if (value.is(core::json::Kind::string)) return core::parse_iso_time(value.string());
  const double seconds = value.is(core::json::Kind::number) ? value.number() : -1;
  if (!(seconds >= 0 && seconds <= kLastSecond)) return std::nullopt;
  return core::WallTime(duration_of(seconds));
}

std::optional<core::WallTime> find_time(const std::string& text) {
  if (auto time = core::parse_iso_time(text)) return time;
  try {
    return find_time(core::json::Document::parse(text).root());
  } catch (const core::json::ParseError&) {
    return std::nullopt;
  }
}

core::HttpResponse json_response(std::string body) {
  return {200, "application/json", {}, std::move(body)};
}

core::HttpResponse error_response(int status, std::string_view error, std::string_view message) {
  core::json::Writer writer;
  writer.begin_object().member("error", error).member("message", message).end_object();
  core::HttpResponse response = json_response(writer.take());
  response.status = status;
  return response;
}

core::HttpResponse error_response(const core::ApiError& error) {
  switch (error.code()) {
    case core::ErrorCode::resource_not_found:
    case core::ErrorCode::table_not_found: return error_response(404, "NotFound", error.message());
    case core::ErrorCode::resource_conflict:
    case core::ErrorCode::resource_in_use: return error_response(409, "Conflict", error.message());
    case core::ErrorCode::too_many_requests:
      return error_response(429, "TooManyRequests", error.message());
    case core::ErrorCode::internal: return error_response(500, "InternalError", error.message());
    default: return error_response(400, "BadRequest", error.message());
  }
}

core::HttpResponse not_stored() {
  return error_response(500, "InternalError", "Internal server error");
}

}  // namespace server::control
