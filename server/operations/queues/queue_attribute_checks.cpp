#include "server/operations/queues/queue_attribute_checks.h"

#include "core/arn.h"
#include "core/limits.h"
#include "server/operations/queues/queue_access.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace server::operations {
namespace {

namespace json = core::json;
using core::ApiError;
using core::ErrorCode;

constexpr std::array<std::string_view, 12> kSettable = {
    "DelaySeconds",
    "KmsDataKeyReusePeriodSeconds",
    "KmsMasterKeyId",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "Policy",
    "ReceiveMessageWaitTimeSeconds",
    "RedriveAllowPolicy",
    "RedrivePolicy",
    "SqsManagedSseEnabled",
    "VisibilityTimeout",
};
constexpr std::array<std::string_view, 7> kReadable = {
    "All",
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "CreatedTimestamp",
    "LastModifiedTimestamp",
    "QueueArn",
};
// Those of FIFO queues, which a standard queue may be asked for and doesn't have.
constexpr std::array<std::string_view, 4> kOfFifoQueues = {
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "FifoQueue",
    "FifoThroughputLimit",
};

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

[[noreturn]] void throw_invalid_value(std::string_view name) {
  throw ApiError(ErrorCode::invalid_attribute_value,
                 fmt::format("Invalid value for the parameter {}.", name));
}

void check_settable(std::string_view name) {
  if (is_one_of(name, kSettable)) return;
  if (name == "DeduplicationScope" || name == "FifoThroughputLimit") {
    throw ApiError(ErrorCode::invalid_attribute_name,
                   fmt::format("You can specify the {} only when FifoQueue is set to true.", name));
  }
  throw_unknown_attribute(name);
}

// Before it is parsed. What may be long is a policy; AWS has a text of its own for that.
void check_size(std::string_view name, std::string_view value) {
  if (value.size() <= core::limits::kMaxQueuePolicyBytes) return;
  if (name != "Policy") throw_invalid_value(name);
  throw ApiError(ErrorCode::over_limit, "Submitted policy is over max allowed size.");
}

void check_number(const NumberAttribute& attribute, std::string_view value) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool whole = error == std::errc() && end == value.data() + value.size();
  if (!whole || number < attribute.least || number > attribute.most) {
    throw_invalid_value(attribute.name);
  }
}

bool is_json_object(std::string_view text) {
  try {
    return json::Document::parse(std::string(text)).root().is(json::Kind::object);
  } catch (const json::ParseError&) {
    return false;
  }
}

// For which queue, and among which.
struct Place {
  QueueRegistry& queues;
  const core::Scope& scope;
  std::string_view queue;
};

std::string checked_redrive_policy(std::string_view value, const Place& place) {
  std::string fault;
  const auto policy = read_redrive_policy(value, fault);
  if (!policy) throw invalid_value("RedrivePolicy", value, fault);
  const Queue* target = place.queues.find_by_arn(place.scope, policy->dead_letter_arn);
  if (!target) throw invalid_value("RedrivePolicy", value, "Dead letter target does not exist.");
  const std::string source =
      core::queue_arn(place.scope, core::QueueName(std::string(place.queue)));
  if (!allows(target->settings.redrive_allow, source)) {
    throw invalid_value(
        "RedrivePolicy", value,
        "The dead-letter queue's redrive allow policy doesn't allow this source queue.");
  }
  return to_json(*policy);
}

std::string checked_value(std::string_view name, std::string_view value, const Place& place) {
  check_size(name, value);
  if (const auto* number = find_number_attribute(name)) {
    check_number(*number, value);
  } else if (name == "SqsManagedSseEnabled") {
    if (value != "true" && value != "false") throw_invalid_value(name);
  } else if (name == "Policy" && !value.empty()) {
    if (!is_json_object(value)) throw_invalid_value(name);
  } else if (name == "RedriveAllowPolicy" && !value.empty()) {
    if (!read_redrive_allow_policy(value)) {
      throw invalid_value(name, value,
                          "Amazon SQS can't create the redrive allow policy, as it\u2019s in an "
                          "unsupported format.");
    }
  } else if (name == "RedrivePolicy" && !value.empty()) {
    return checked_redrive_policy(value, place);
  }
  return std::string(value);
}

void check_encryption(const storage::TextMap& given) {
  const auto managed = given.find("SqsManagedSseEnabled");
  const auto key = given.find("KmsMasterKeyId");
  if (managed == given.end() || managed->second != "true") return;
  if (key == given.end() || key->second.empty()) return;
  throw ApiError(ErrorCode::invalid_attribute_name,
                 "You can use one type of server-side encryption (SSE) at one time. You can either "
                 "enable KMS SSE or SQS SSE.");
}

}  // namespace

void throw_unknown_attribute(std::string_view name) {
  throw ApiError(ErrorCode::invalid_attribute_name, fmt::format("Unknown Attribute {}.", name));
}

bool is_queue_attribute(std::string_view name) {
  return is_one_of(name, kSettable) || is_one_of(name, kReadable) || is_one_of(name, kOfFifoQueues);
}

storage::TextMap read_queue_attributes(const json::Object& given, QueueRegistry& queues,
                                       const core::Scope& scope, std::string_view queue) {
  storage::TextMap attributes;
  const Place place{queues, scope, queue};
  given.for_each([&](const json::Member& member) {
    check_settable(member.name);
    attributes.insert_or_assign(std::string(member.name),
                                checked_value(member.name, member.value.string(), place));
  });
  check_encryption(attributes);
  return attributes;
}

storage::TextMap with_attributes(storage::TextMap kept, const storage::TextMap& given) {
  for (const auto& [name, value] : given) kept.insert_or_assign(name, value);
  const auto chose = [&](const char* name) {
    const auto found = given.find(name);
    return found != given.end() && !found->second.empty() && found->second != "false";
  };
  // Choosing one way of encryption ends the other.
  if (chose("KmsMasterKeyId")) kept.insert_or_assign("SqsManagedSseEnabled", "false");
  if (chose("SqsManagedSseEnabled")) kept.erase("KmsMasterKeyId");
  std::erase_if(kept, [](const auto& each) { return each.second.empty(); });
  return kept;
}

}  // namespace server::operations
