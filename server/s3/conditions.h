#pragma once

#include "core/clock.h"
#include "core/http_message.h"

#include <optional>
#include <string>
#include <string_view>

// Conditional requests (RFC 9110, 13; S3 user guide, "Conditional requests").
namespace server::s3 {

// Whether the header's list of entity tags, in quotes or without, has this one. "*" has all.
bool has_etag(std::string_view list, std::string_view etag);

enum class ReadVerdict { send, not_modified, failed };
struct ReadDecision {
  ReadVerdict verdict = ReadVerdict::send;
  std::string_view condition;  // the header that failed
};
// What becomes of a GET or HEAD of an object. If-Match goes before If-Unmodified-Since,
// If-None-Match before If-Modified-Since; dates that aren't any count as absent.
ReadDecision decide_read(const core::HttpHeaders& headers, std::string_view etag,
                         core::WallTime modified_at);

// When a write may replace what is there, or remove it.
struct WriteCondition {
  bool if_absent = false;               // If-None-Match: *
  std::optional<std::string> if_match;  // a list of entity tags
};
// Throws S3Error for an If-None-Match of anything but "*".
WriteCondition write_condition(const core::HttpHeaders& headers);

enum class WriteVerdict { done, no_bucket, no_key, failed_match, failed_none_match, disk_failed };
// `done` or why not, by the entity tag of the object that is there.
WriteVerdict decide_write(const WriteCondition& condition, const std::optional<std::string>& etag);

}  // namespace server::s3
