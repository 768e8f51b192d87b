#include "server/operations/queues/queue_settings.h"

#include "core/json/value.h"
#include "core/json/writer.h"
#include "core/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace server::operations {
namespace {

namespace json = core::json;
namespace limits = core::limits;

constexpr NumberAttribute kNumbers[] = {
    {"DelaySeconds",                  0,                                    limits::kMaxMessageDelay.count(),      "0"      },
    {"KmsDataKeyReusePeriodSeconds",  60,                                   86'400,                                "300"    },
    {"MaximumMessageSize",            limits::kMinMessageSizeLimitBytes,    limits::kMaxMessageBytes,              "1048576"},
    {"MessageRetentionPeriod",        limits::kMinMessageRetention.count(),
     limits::kMaxMessageRetention.count(),                                                                         "345600" },
    {"ReceiveMessageWaitTimeSeconds", 0,                                    limits::kMaxReceiveWait.count(),       "0"      },
    {"VisibilityTimeout",             0,                                    limits::kMaxVisibilityTimeout.count(), "30"     },
};

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::int64_t number_of(const storage::TextMap& attributes, std::string_view name) {
  return whole_number(attribute_of(attributes, name).value_or("")).value_or(0);
}

core::Duration seconds_of(const storage::TextMap& attributes, std::string_view name) {
  return std::chrono::seconds(number_of(attributes, name));
}

std::optional<json::Document> parse_object(std::string_view text) {
  try {
    auto document = json::Document::parse(std::string(text));
    if (document.root().is(json::Kind::object)) return document;
  } catch (const json::ParseError&) {
  }
  return std::nullopt;
}

// AWS takes the count as a number and as a text.
std::optional<std::int64_t> read_count(const json::Value& value) {
  if (value.is(json::Kind::number)) return value.whole();
  return value.is(json::Kind::string) ? whole_number(value.string()) : std::nullopt;
}

std::string text_of(const json::Value& value) {
  return value.is(json::Kind::string) ? std::string(value.string()) : value.text();
}

std::optional<std::vector<std::string>> read_arns(const json::Object& policy) {
  std::vector<std::string> arns;
  const auto found = policy.find("sourceQueueArns");
  if (!found) return arns;
  if (!found->is(json::Kind::array)) return std::nullopt;
  bool texts = true;
  found->array().for_each([&](const json::Value& arn) {
    texts = texts && arn.is(json::Kind::string);
    if (texts) arns.emplace_back(arn.string());
  });
  if (!texts || arns.size() > limits::kMaxRedriveSources) return std::nullopt;
  return arns;
}

std::optional<RedriveAllowPolicy::Permission> read_permission(const json::Object& policy) {
  using Permission = RedriveAllowPolicy::Permission;
  const auto found = policy.find("redrivePermission");
  if (!found || !found->is(json::Kind::string)) return std::nullopt;
  if (found->string() == "allowAll") return Permission::allow_all;
  if (found->string() == "denyAll") return Permission::deny_all;
  if (found->string() == "byQueue") return Permission::by_queue;
  return std::nullopt;
}

}  // namespace

const NumberAttribute* find_number_attribute(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(kNumbers), std::end(kNumbers),
                   [&](const NumberAttribute& attribute) { return attribute.name == name; });
  return found == std::end(kNumbers) ? nullptr : found;
}

std::optional<std::string> attribute_of(const storage::TextMap& attributes, std::string_view name) {
  const auto found = attributes.find(std::string(name));
  if (found != attributes.end()) return found->second;
  const bool has_key = attributes.count("KmsMasterKeyId") > 0;
  if (name == "KmsDataKeyReusePeriodSeconds" && !has_key) return std::nullopt;
  if (const auto* number = find_number_attribute(name)) return std::string(number->fallback);
  // One way of encryption at a time; SQS's own is the default.
  if (name == "SqsManagedSseEnabled") return has_key ? "false" : "true";
  return std::nullopt;
}

std::optional<RedrivePolicy> read_redrive_policy(std::string_view text, std::string& fault) {
  const auto document = parse_object(text);
  if (!document) {
    fault = "Redrive policy is not a valid JSON map.";
    return std::nullopt;
  }
  const auto policy = document->root().object();
  for (const std::string_view name : {"deadLetterTargetArn", "maxReceiveCount"}) {
    if (policy.find(name)) continue;
    fault = fmt::format("Redrive policy does not contain mandatory attribute: {}.", name);
    return std::nullopt;
  }
  const auto count = read_count(*policy.find("maxReceiveCount"));
  if (!count || *count < 1 || *count > limits::kMaxReceiveCountLimit) {
    fault = fmt::format(
        "Invalid value for maxReceiveCount: {}, valid values are from 1 to 1000 both inclusive.",
        text_of(*policy.find("maxReceiveCount")));
    return std::nullopt;
  }
  return RedrivePolicy{text_of(*policy.find("deadLetterTargetArn")), *count};
}

std::optional<RedriveAllowPolicy> read_redrive_allow_policy(std::string_view text) {
  const auto document = parse_object(text);
  if (!document) return std::nullopt;
  const auto permission = read_permission(document->root().object());
  auto arns = read_arns(document->root().object());
  if (!permission || !arns) return std::nullopt;
  const bool by_queue = *permission == RedriveAllowPolicy::Permission::by_queue;
  if (by_queue == arns->empty()) return std::nullopt;
  return RedriveAllowPolicy{*permission, *std::move(arns)};
}

std::string to_json(const RedrivePolicy& policy) {
  json::Writer writer;
  writer.begin_object().member("deadLetterTargetArn", std::string_view(policy.dead_letter_arn));
  return writer.member("maxReceiveCount", policy.max_receive_count).end_object().take();
}

QueueSettings settings_of(const storage::TextMap& attributes) {
  QueueSettings settings;
  settings.delay = seconds_of(attributes, "DelaySeconds");
  settings.max_message_bytes =
      static_cast<std::size_t>(number_of(attributes, "MaximumMessageSize"));
  settings.retention = seconds_of(attributes, "MessageRetentionPeriod");
  settings.receive_wait = seconds_of(attributes, "ReceiveMessageWaitTimeSeconds");
  settings.visibility_timeout = seconds_of(attributes, "VisibilityTimeout");
  std::string unused;
  if (const auto redrive = attribute_of(attributes, "RedrivePolicy")) {
    settings.redrive = read_redrive_policy(*redrive, unused);
  }
  if (const auto allow = attribute_of(attributes, "RedriveAllowPolicy")) {
    settings.redrive_allow = read_redrive_allow_policy(*allow).value_or(RedriveAllowPolicy{});
  }
  return settings;
}

bool allows(const RedriveAllowPolicy& policy, std::string_view source_arn) {
  switch (policy.permission) {
    case RedriveAllowPolicy::Permission::allow_all: return true;
    case RedriveAllowPolicy::Permission::deny_all: return false;
    case RedriveAllowPolicy::Permission::by_queue:
      return std::find(policy.source_arns.begin(), policy.source_arns.end(), source_arn) !=
             policy.source_arns.end();
  }
  __builtin_unreachable();
}

}  // namespace server::operations
