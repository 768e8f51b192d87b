#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "storage/text_map_json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a queue's attributes mean. They are kept as texts, by their names in the API; those that
// weren't set have AWS's defaults (API reference, SetQueueAttributes).
namespace server::operations {

struct RedrivePolicy {
  std::string dead_letter_arn;
  std::int64_t max_receive_count = 0;
};

// Which queues may name this one as their dead-letter queue.
struct RedriveAllowPolicy {
  enum class Permission { allow_all, deny_all, by_queue };
  Permission permission = Permission::allow_all;
  std::vector<std::string> source_arns;
};

struct QueueSettings {
  core::Duration delay{};
  std::size_t max_message_bytes = 0;
  core::Duration retention{};
  core::Duration receive_wait{};
  core::Duration visibility_timeout{};
  std::optional<RedrivePolicy> redrive;
  RedriveAllowPolicy redrive_allow;
};

// An attribute that is a whole number.
struct NumberAttribute {
  std::string_view name;
  std::int64_t least;
  std::int64_t most;
  std::string_view fallback;
};
// nullptr for any other.
const NumberAttribute* find_number_attribute(std::string_view name);

// What was set, or else the default; nullopt for an attribute that has none.
std::optional<std::string> attribute_of(const storage::TextMap& attributes, std::string_view name);

// nullopt for what is none, whose text `fault` then has: it follows "Reason: ".
std::optional<RedrivePolicy> read_redrive_policy(std::string_view json, std::string& fault);
std::optional<RedriveAllowPolicy> read_redrive_allow_policy(std::string_view json);
// As AWS shows it, whatever blanks and quotes it was set with.
std::string to_json(const RedrivePolicy& policy);

// Of attributes that have passed the checks.
QueueSettings settings_of(const storage::TextMap& attributes);

bool allows(const RedriveAllowPolicy& policy, std::string_view source_arn);

}  // namespace server::operations
