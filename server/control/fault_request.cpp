#include "server/control/fault_request.h"

#include "server/control/call.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace server::control {
namespace {

using core::throw_validation;
using core::json::Kind;
using core::json::Object;
using faults::AwsService;
using faults::OperationFault;

constexpr std::int64_t kMaxDelayMs = 60'000;
constexpr std::int64_t kMaxTimes = 1'000'000;
constexpr std::int64_t kMaxUnprocessed = 100;  // no batch has more requests
constexpr std::size_t kMaxReasons = 100;       // nor a transaction more actions
constexpr std::size_t kMaxTextBytes = 2048;

constexpr std::array<std::string_view, 8> kReasons = {
    "ConditionalCheckFailed",
    "DuplicateItem",
    "ItemCollectionSizeLimitExceeded",
    "None",
    "ProvisionedThroughputExceeded",
    "ThrottlingError",
    "TransactionConflict",
    "ValidationError",
};

std::optional<std::int64_t> find_number(const Object& body, std::string_view name,
                                        std::int64_t least, std::int64_t most) {
  const auto value = body.find(name);
  if (!value) return std::nullopt;
  const auto number = value->is(Kind::number) ? value->whole() : std::nullopt;
  if (number && *number >= least && *number <= most) return number;
  throw_validation(fmt::format("{} must be a whole number from {} to {}.", name, least, most));
}

std::string find_name(const Object& body, std::string_view name) {
  const auto text = find_text(body, name);
  if (text && (text->empty() || text->size() > kMaxTextBytes)) {
    throw_validation(fmt::format("{} must have 1 to {} bytes.", name, kMaxTextBytes));
  }
  return std::string(text.value_or(""));
}

faults::Turns read_turns(const Object& body) {
  faults::Turns turns;
  const auto times = find_number(body, "times", 1, kMaxTimes);
  const auto seed = find_number(body, "seed", 0, INT64_MAX);
  const auto chance = body.find("probability");
  if (times && chance) throw_validation("A fault has times or a probability, not both.");
  if (seed && !chance) throw_validation("A seed goes with a probability.");
  turns.times = static_cast<std::uint64_t>(times.value_or(1));
  turns.seed = static_cast<std::uint64_t>(seed.value_or(0));
  if (!chance) return turns;
  const double probability = chance->is(Kind::number) ? chance->number() : 0;
  if (!(probability > 0 && probability <= 1)) {
    throw_validation("probability must be a number above 0, and 1 at most.");
  }
  turns.probability = probability;
  return turns;
}

std::string names_of(const std::vector<AwsService>& services) {
  std::vector<std::string_view> names;
  names.reserve(services.size());
  for (const AwsService service : services) names.push_back(wire_name(service));
  return fmt::format("{}", fmt::join(names, ", "));
}

AwsService require_service(const Object& body, std::string_view operation, bool has_table) {
  auto candidates = faults::services_with(operation);
  if (candidates.empty()) throw_validation(fmt::format("There is no operation {}.", operation));
  if (const auto name = find_text(body, "service")) {
    const auto service = faults::find_service(*name);
    if (!service) {
      throw_validation(
          "service must be one of dynamodb, dynamodbstreams, lambda, logs, s3, sns, sqs.");
    }
    if (std::find(candidates.begin(), candidates.end(), *service) != candidates.end()) {
      return *service;
    }
    throw_validation(fmt::format("{} is an operation of {}, not of {}.", operation,
                                 names_of(candidates), *name));
  }
  if (has_table) std::erase_if(candidates, [](AwsService each) { return !has_tables(each); });
  if (candidates.empty()) throw_validation(fmt::format("{} isn't about a table.", operation));
  if (candidates.size() == 1) return candidates.front();
  throw_validation(fmt::format("{} is an operation of {}: say which by service.", operation,
                               names_of(candidates)));
}

// Statements aren't parsed to know whether they meet a fault.
bool names_no_table(std::string_view operation) {
  constexpr std::string_view kSuch[] = {
      "BatchExecuteStatement", "DescribeEndpoints", "DescribeLimits", "ExecuteStatement",
      "ExecuteTransaction",    "ListGlobalTables",  "ListTables",
  };
  return std::find(std::begin(kSuch), std::end(kSuch), operation) != std::end(kSuch);
}

std::string read_resource(const Object& body, AwsService service, std::string_view operation) {
  std::string table = find_name(body, "table");
  std::string resource = find_name(body, "resource");
  if (has_tables(service)) {
    if (!resource.empty()) throw_validation("Of this service, table names the resource.");
    if (!table.empty() && names_no_table(operation)) {
      throw_validation(fmt::format("Requests for {} name no table.", operation));
    }
    return table;
  }
  if (table.empty()) return resource;
  throw_validation(
      fmt::format("{} has no tables: resource names what a request is about.", wire_name(service)));
}

const faults::ErrorInfo* read_error(const Object& body, const OperationFault& fault) {
  const auto name = find_text(body, "error");
  if (!name) return nullptr;
  if (const auto* error = find_error(fault.service, fault.operation, *name)) return error;
  throw_validation(fmt::format("{} doesn't answer {}. It may answer {}.", fault.operation, *name,
                               fmt::join(errors_of(fault.service, fault.operation), ", ")));
}

bool is_reason(std::string_view text) {
  return std::find(kReasons.begin(), kReasons.end(), text) != kReasons.end();
}

std::vector<std::string> read_reasons(const Object& body, const OperationFault& fault) {
  const auto value = body.find("reasons");
  if (!fault.error || fault.error->name != "TransactionCanceledException") {
    if (value) throw_validation("reasons go with the error TransactionCanceledException.");
    return {};
  }
  if (!value) return {"TransactionConflict"};
  std::vector<std::string> reasons;
  const bool is_list = value->is(Kind::array) && value->array().size() <= kMaxReasons;
  bool good = is_list;
  if (is_list) {
    value->array().for_each([&](const core::json::Value& each) {
      good = good && each.is(Kind::string) && is_reason(each.string());
      if (good) reasons.emplace_back(each.string());
    });
  }
  if (good && std::any_of(reasons.begin(), reasons.end(),
                          [](const std::string& reason) { return reason != "None"; })) {
    return reasons;
  }
  throw_validation(fmt::format("reasons must be a list of {}; one at least isn't None.",
                               fmt::join(kReasons, ", ")));
}

bool read_after(const Object& body) {
  const auto when = find_text(body, "when");
  if (!when || *when == "before") return false;
  if (*when == "after") return true;
  throw_validation("when must be before or after.");
}

std::size_t read_unprocessed(const Object& body, const OperationFault& fault) {
  const auto count = find_number(body, "unprocessed", 1, kMaxUnprocessed);
  if (!count) return 0;
  if (fault.operation != "BatchGetItem" && fault.operation != "BatchWriteItem") {
    throw_validation("unprocessed is for BatchGetItem and BatchWriteItem.");
  }
  if (fault.error || fault.after) {
    throw_validation("unprocessed goes with neither an error nor when.");
  }
  return static_cast<std::size_t>(*count);
}

OperationFault read_operation(const Object& body) {
  refuse_unknown(body,
                 {"on", "operation", "service", "table", "resource", "error", "message", "reasons",
                  "delay_ms", "when", "unprocessed", "times", "probability", "seed"});
  const std::string_view operation = require_text(body, "operation");
  OperationFault fault;
  fault.service = require_service(body, operation, body.find("table").has_value());
  fault.operation = *find_operation_name(fault.service, operation);
  fault.resource = read_resource(body, fault.service, operation);
  fault.error = read_error(body, fault);
  fault.message = find_name(body, "message");
  if (!fault.message.empty() && !fault.error) throw_validation("A message goes with an error.");
  fault.reasons = read_reasons(body, fault);
  fault.delay =
      std::chrono::milliseconds(find_number(body, "delay_ms", 1, kMaxDelayMs).value_or(0));
  fault.after = read_after(body);
  fault.unprocessed = read_unprocessed(body, fault);
  const bool does_something =
      fault.error || fault.delay > core::Duration::zero() || fault.unprocessed > 0;
  if (!does_something) {
    throw_validation("A fault of an operation needs error, delay_ms or unprocessed.");
  }
  return fault;
}

faults::DeliveryFault read_delivery(const Object& body) {
  refuse_unknown(body, {"on", "mapping", "effect", "times", "probability", "seed"});
  const auto effect = lambda_host::find_delivery_effect(find_text(body, "effect").value_or(""));
  if (!effect) {
    throw_validation("effect must be duplicate, lose-checkpoint, throttle, timeout or kill.");
  }
  return {core::MappingId(std::string(require_text(body, "mapping"))), *effect};
}

faults::StreamFault read_stream(const Object& body, const faults::Turns& turns) {
  refuse_unknown(body, {"on", "table", "effect", "times", "probability", "seed"});
  const std::string_view effect = find_text(body, "effect").value_or("");
  if (effect != "trim" && effect != "expire-iterators") {
    throw_validation("effect must be expire-iterators or trim.");
  }
  if (turns.probability || turns.times != 1) {
    throw_validation("A fault of a stream comes about at once, and once.");
  }
  return {std::string(require_text(body, "table")),
          effect == "trim" ? faults::StreamEffect::trim : faults::StreamEffect::expire_iterators};
}

}  // namespace

faults::FaultSettings read_fault(const Object& body, core::ScopeFilter scopes) {
  const std::string_view on = find_text(body, "on").value_or("");
  faults::FaultSettings settings;
  settings.scopes = std::move(scopes);
  settings.turns = read_turns(body);
  if (on == "operation") {
    settings.what = read_operation(body);
  } else if (on == "delivery") {
    settings.what = read_delivery(body);
  } else if (on == "stream") {
    settings.what = read_stream(body, settings.turns);
  } else {
    throw_validation("on must be delivery, operation or stream.");
  }
  return settings;
}

}  // namespace server::control
