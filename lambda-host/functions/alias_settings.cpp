#include "lambda-host/functions/alias_settings.h"

#include "core/api_error.h"
#include "core/limits.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_name_pattern.h"

#include <fmt/format.h>

#include <cmath>
#include <vector>

namespace lambda_host {
namespace {

using core::json::Kind;
using core::json::Object;
using Weights = std::map<std::string, double>;

constexpr std::size_t kMaxVersionLength = 1024;
constexpr std::string_view kRouting = "routingConfig.additionalVersionWeights";

double as_weight(const core::json::Value& value) {
  if (value.is(Kind::number)) return value.number();
  throw core::ApiError(core::ErrorCode::serialization,
                       fmt::format("{} can not be converted to a Double",
                                   value.is(Kind::string) ? "STRING_VALUE" : "NULL_VALUE"));
}

std::optional<Weights> read_weights(const Object& body) {
  const auto routing = body_object(body, "RoutingConfig");
  if (!routing) return std::nullopt;
  Weights weights;
  if (const auto given = body_object(*routing, "AdditionalVersionWeights")) {
    given->for_each([&](const core::json::Member& member) {
      weights[std::string(member.name)] = as_weight(member.value);
    });
  }
  return weights;
}

// As Java prints a double: with a point, whatever its value.
std::string weight_text(double weight) {
  return std::trunc(weight) == weight ? fmt::format("{:.1f}", weight) : fmt::format("{}", weight);
}

// "{1=0.8, 2=0.2}"
std::string weights_text(const Weights& weights) {
  std::vector<std::string> entries;
  for (const auto& [version, weight] : weights) {
    entries.push_back(fmt::format("{}={}", version, weight_text(weight)));
  }
  return fmt::format("{{{}}}", fmt::join(entries, ", "));
}

void check_weights(const Weights& weights, Constraints& constraints) {
  bool keys_fit = true;
  bool values_fit = true;
  for (const auto& [version, weight] : weights) {
    keys_fit = keys_fit && is_version_number(version) && version.size() <= kMaxVersionLength;
    values_fit = values_fit && weight >= 0 && weight <= 1;
  }
  if (!keys_fit) {
    constraints.map_violated(
        weights_text(weights), kRouting, "keys",
        "Member must have length less than or equal to 1024, Member must have length greater than "
        "or equal to 1, Member must satisfy regular expression pattern: [0-9]+");
  }
  if (!values_fit) {
    constraints.map_violated(
        weights_text(weights), kRouting, "value",
        "Member must have value less than or equal to 1.0, Member must have value greater than or "
        "equal to 0.0, Member must not be null");
  }
}

void check_name(std::string_view name, Constraints& constraints) {
  constraints.check_length(name, "name", kMaxQualifierLength);
  if (is_alias_name(name)) return;
  constraints.violated(name, "name",
                       "satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
}

void check_version(std::string_view version, Constraints& constraints) {
  constraints.check_length(version, "functionVersion", kMaxVersionLength);
  if (is_version_number(version) || version == "$LATEST" || version == "$LATEST.PUBLISHED") return;
  constraints.violated(version, "functionVersion",
                       R"(satisfy regular expression pattern: (\$LATEST(\.PUBLISHED)?|[0-9]+))");
}

void check_members(const AliasSettings& settings, Constraints& constraints) {
  if (settings.weights) check_weights(*settings.weights, constraints);
  if (settings.name) check_name(*settings.name, constraints);
  if (settings.function_version) check_version(*settings.function_version, constraints);
  if (settings.description) {
    constraints.check_length(*settings.description, "description",
                             core::limits::kMaxDescriptionLength);
  }
}

}  // namespace

AliasSettings read_alias_settings(const Object& body) {
  AliasSettings settings;
  settings.name = body_string(body, "Name");
  settings.function_version = body_string(body, "FunctionVersion");
  settings.description = body_string(body, "Description");
  settings.weights = read_weights(body);
  settings.revision_id = body_string(body, "RevisionId");
  return settings;
}

void check_limits(const AliasSettings& settings) {
  Constraints constraints;
  check_members(settings, constraints);
  constraints.require_none();
}

void check_new_alias(const AliasSettings& settings) {
  Constraints constraints;
  if (!settings.name) constraints.missing("name");
  if (!settings.function_version) constraints.missing("functionVersion");
  check_members(settings, constraints);
  constraints.require_none();
}

void check_alias_name(std::string_view name) {
  Constraints constraints;
  check_name(name, constraints);
  constraints.require_none();
}

void check_version_name(std::string_view version) {
  Constraints constraints;
  check_version(version, constraints);
  constraints.require_none();
}

}  // namespace lambda_host
