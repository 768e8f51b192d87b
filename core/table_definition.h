#pragma once

#include "core/clock.h"
#include "core/key_schema.h"
#include "core/names.h"
#include "core/table_attachments.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace core {

enum class StreamViewType { keys_only, new_image, old_image, new_and_old_images };
enum class BillingMode { provisioned, pay_per_request };
enum class ProjectionType { all, keys_only, include };

// "KEYS_ONLY", "PROVISIONED" …: as on the wire. find_* are their inverses.
std::string_view wire_name(StreamViewType type);
std::string_view wire_name(BillingMode mode);
std::string_view wire_name(ProjectionType type);
std::optional<StreamViewType> find_stream_view_type(std::string_view name);
std::optional<BillingMode> find_billing_mode(std::string_view name);
std::optional<ProjectionType> find_projection_type(std::string_view name);

// Read and write units. -1 where a limit isn't set.
struct Throughput {
  std::int64_t read = 0;
  std::int64_t write = 0;
  friend bool operator==(const Throughput&, const Throughput&) = default;
};

struct ProvisionedThroughput {
  Throughput units;
  std::optional<WallTime> last_increase;
  std::optional<WallTime> last_decrease;
  int decreases_today = 0;
};

struct IndexDefinition {
  IndexName name;
  int number = 0;  // unique among those that the table ever had: names the index's storage
  bool global = true;
  KeySchema key;
  ProjectionType projection = ProjectionType::all;
  std::vector<std::string> non_key_attributes;  // with ProjectionType::include
  ProvisionedThroughput throughput;
  std::optional<Throughput> on_demand;
  std::optional<Throughput> warm;
};

struct Tag {
  std::string key;
  std::string value;
};

// A stream that the table has, or had: enabled is false once it was disabled, and the description
// then keeps the label.
struct StreamSettings {
  bool enabled = true;
  StreamViewType view_type = StreamViewType::keys_only;
  StreamLabel label;
};

// What UpdateContinuousBackups has switched on.
struct PointInTimeRecovery {
  WallTime enabled_at;
  int period_days = 35;
};

// Everything that a table was told to be. Counts, sizes and statuses aren't part of it.
struct TableDefinition {
  std::string id;  // a UUID
  Scope scope;
  TableName name;
  WallTime created_at;
  std::vector<AttributeDefinition> attributes;  // as in the request
  KeySchema key;
  std::vector<IndexDefinition> indexes;  // local and global ones
  int last_deleted_index = 0;            // the highest number of one that was deleted

  BillingMode billing = BillingMode::provisioned;
  bool billing_stated = false;  // the summary is shown once a mode was asked for
  std::optional<WallTime> pay_per_request_since;
  ProvisionedThroughput throughput;
  std::optional<Throughput> on_demand;
  std::optional<Throughput> warm;

  std::optional<StreamSettings> stream;
  std::optional<std::string> time_to_live_attribute;
  std::optional<PointInTimeRecovery> recovery;
  std::string table_class;  // empty: never stated
  std::string sse_json;     // the SSEDescription, or empty
  bool deletion_protection = false;
  std::vector<Tag> tags;
  TableAttachments attachments;
  std::optional<RestoreOrigin> restored_from;

  const IndexDefinition* find_index(std::string_view index_name) const;
};

}  // namespace core
