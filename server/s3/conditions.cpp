#include "server/s3/conditions.h"

#include "core/time_text.h"
#include "server/s3/s3_error.h"

#include <algorithm>

namespace server::s3 {
namespace {

using std::chrono::floor;
using std::chrono::seconds;

std::string_view without(std::string_view text, std::string_view what) {
  text.remove_prefix(std::min(text.find_first_not_of(what), text.size()));
  return text.substr(0, text.find_last_not_of(what) + 1);
}

std::optional<core::WallTime> date_in(const core::HttpHeaders& headers, std::string_view name) {
  const auto text = headers.find(name);
  return text ? core::parse_http_date(*text) : std::nullopt;
}

}  // namespace

bool has_etag(std::string_view list, std::string_view etag) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    std::string_view entry = without(list.substr(0, comma), " ");
    if (entry.starts_with("W/")) entry.remove_prefix(2);
    if (entry == "*" || without(entry, "\"") == etag) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

// Dates are of whole seconds.
ReadDecision decide_read(const core::HttpHeaders& headers, std::string_view etag,
                         core::WallTime modified_at) {
  const auto modified = floor<seconds>(modified_at);
  if (const auto match = headers.find("If-Match")) {
    if (!has_etag(*match, etag)) return {ReadVerdict::failed, "If-Match"};
  } else if (const auto date = date_in(headers, "If-Unmodified-Since"); date && modified > *date) {
    return {ReadVerdict::failed, "If-Unmodified-Since"};
  }
  if (const auto none_match = headers.find("If-None-Match")) {
    if (has_etag(*none_match, etag)) return {ReadVerdict::not_modified, "If-None-Match"};
  } else if (const auto date = date_in(headers, "If-Modified-Since"); date && modified <= *date) {
    return {ReadVerdict::not_modified, "If-Modified-Since"};
  }
  return {};
}

WriteCondition write_condition(const core::HttpHeaders& headers) {
  WriteCondition condition;
  if (const auto none_match = headers.find("If-None-Match")) {
    if (*none_match != "*") throw not_implemented("an If-None-Match of anything but *");
    condition.if_absent = true;
  }
  if (const auto match = headers.find("If-Match")) condition.if_match = std::string(*match);
  return condition;
}

WriteVerdict decide_write(const WriteCondition& condition, const std::optional<std::string>& etag) {
  if (condition.if_absent && etag) return WriteVerdict::failed_none_match;
  if (!condition.if_match) return WriteVerdict::done;
  if (!etag) return WriteVerdict::no_key;
  return has_etag(*condition.if_match, *etag) ? WriteVerdict::done : WriteVerdict::failed_match;
}

}  // namespace server::s3
