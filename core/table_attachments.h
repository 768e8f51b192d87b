#pragma once

#include "core/clock.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// What is attached to a table by operations of its own. It is kept and shown, and does nothing.
namespace core {

// A resource-based policy, of the table or of one of its streams.
struct ResourcePolicy {
  std::string document;       // in AWS's canonical form, but for a version that wasn't stated
  std::int64_t revision = 0;  // the milliseconds of its time; another one for each change
};

// CloudWatch Contributor Insights, of the table or of one of its global indexes.
struct ContributorInsights {
  bool enabled = false;
  bool throttled_keys_only = false;  // the mode THROTTLED_KEYS
  WallTime changed_at;
  std::int64_t rules_made_at = 0;  // milliseconds: the rules' names end with them
};

// A Kinesis data stream that the table's changes would go to.
struct StreamingDestination {
  enum class Change { enable, disable, update };

  std::string stream_arn;
  Change last_change = Change::enable;
  WallTime changed_at;
  std::string precision;  // "MICROSECOND" or "MILLISECOND"; empty: never stated
};

struct TableAttachments {
  std::map<std::string, ResourcePolicy> policies;       // by stream label; "" is the table's
  std::map<std::string, ContributorInsights> insights;  // by index name; "" is the table's
  std::vector<StreamingDestination> destinations;       // the newest first
};

// Where a restored table comes from.
struct RestoreOrigin {
  std::string backup_arn;  // empty: a point in time
  std::string table_arn;
  WallTime at;  // of which the items are
};

}  // namespace core
