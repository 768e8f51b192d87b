#include "lambda-host/functions/kept_settings.h"

#include "core/arn.h"
#include "core/ascii.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace lambda_host {
namespace {

bool is_id(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return core::is_letter(c) || core::is_digit(c); });
}

void check_ids(const std::vector<std::string>& ids, std::string_view member,
               std::string_view prefix, std::string_view pattern, std::size_t limit,
               Constraints& constraints) {
  const std::string value = fmt::format("[{}]", fmt::join(ids, ", "));
  if (ids.size() > limit) {
    constraints.violated(value, member, fmt::format("have length less than or equal to {}", limit));
  }
  if (std::all_of(ids.begin(), ids.end(), [&](const auto& id) { return is_id(id, prefix); })) {
    return;
  }
  constraints.violated(
      value, member,
      fmt::format("satisfy constraint: [Member must have length less than or equal to 1024, Member "
                  "must have length greater than or equal to 0, Member must satisfy regular "
                  "expression pattern: {}]",
                  pattern));
}

}  // namespace

void check_arn(std::string_view text, std::string_view member, Constraints& constraints) {
  if (text.empty() || core::parse_arn(text)) return;
  constraints.violated(
      text, member,
      R"(satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|())");
}

void check_kept(const FunctionSettings& settings, Constraints& constraints) {
  if (settings.vpc) {
    check_ids(settings.vpc->subnet_ids, "vpcConfig.subnetIds", "subnet-", "subnet-[0-9a-z]*", 16,
              constraints);
    check_ids(settings.vpc->security_group_ids, "vpcConfig.securityGroupIds", "sg-",
              "sg-[0-9a-zA-Z]*", 5, constraints);
  }
  if (settings.kms_key_arn) check_arn(*settings.kms_key_arn, "kMSKeyArn", constraints);
  if (settings.snap_start) {
    constraints.check_one_of(*settings.snap_start, "snapStart.applyOn",
                             {"PublishedVersions", "None"});
  }
}

void check_code_signing_config(std::string_view arn) {
  constexpr std::string_view kResource = "code-signing-config:csc-";
  constexpr std::size_t kIdLength = 17;
  constexpr std::size_t kMaxLength = 200;
  Constraints constraints;
  constraints.check_length(arn, "codeSigningConfigArn", kMaxLength);
  const auto parts = core::parse_arn(arn);
  if (!parts || parts->service != "lambda" || !is_id(parts->resource, kResource) ||
      parts->resource.size() != kResource.size() + kIdLength) {
    constraints.violated(
        arn, "codeSigningConfigArn",
        R"(satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:code-signing-config:csc-[a-z0-9]{17})");
  }
  constraints.require_none();
}

// Lambda guide, "Improving startup performance with Lambda SnapStart": Python from 3.12 on, and
// runtimes that Rivulet can't run.
void check_snap_start(std::string_view apply_on, std::string_view runtime) {
  if (apply_on == "None") return;
  constexpr std::string_view kPython = "python3.";
  int minor = 0;
  if (runtime.starts_with(kPython)) {
    std::from_chars(runtime.data() + kPython.size(), runtime.data() + runtime.size(), minor);
  }
  if (minor >= 12) return;
  throw_invalid_parameter(
      fmt::format("{} is not supported for SnapStart enabled functions.", runtime));
}

}  // namespace lambda_host
