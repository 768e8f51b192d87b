#include "lambda-host/functions/provisioned_concurrency.h"

#include "core/api_error.h"
#include "core/json/value.h"
#include "core/time_text.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/concurrency.h"
#include "lambda-host/functions/function_name_pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace lambda_host {
namespace {

using core::ErrorCode;
using core::json::Writer;

ProvisionedConcurrency read_stored(std::string text) {
  const auto document = core::json::Document::parse(std::move(text));
  const auto stored = document.root().object();
  const auto requested = body_int(stored, "requested");
  const auto modified = stored.find("last_modified");
  if (!requested || !modified) throw std::runtime_error("stored provisioned concurrency");
  return {*requested, core::from_epoch_milliseconds(modified->integer())};
}

std::string write_stored(const ProvisionedConcurrency& provisioned) {
  Writer writer;
  writer.begin_object().member("requested", provisioned.requested);
  writer.member("last_modified", core::epoch_milliseconds(provisioned.last_modified)).end_object();
  return writer.take();
}

// A version is provisioned by itself or through aliases, not both.
void refuse_both(const FunctionRegistry& functions, const FunctionReference& target) {
  if (is_alias_name(target.qualifier)) {
    FunctionReference version = target;
    version.qualifier =
        functions.require_alias(target.scope, target.name, target.qualifier).function_version;
    if (!find_provisioned(functions, version)) return;
    throw core::ApiError(ErrorCode::resource_conflict,
                         "Alias can't be used for Provisioned Concurrency configuration on an "
                         "already Provisioned version");
  }
  for (const Alias* alias : functions.aliases(target.scope, target.name)) {
    FunctionReference other = target;
    other.qualifier = alias->name;
    if (!refers_to(*alias, target.qualifier) || !find_provisioned(functions, other)) continue;
    throw core::ApiError(ErrorCode::resource_conflict,
                         "Version is pointed by a Provisioned Concurrency alias");
  }
}

void check_account(const FunctionRegistry& functions, const core::Scope& scope, int before,
                   int count) {
  const int unreserved = unreserved_concurrency(functions, scope) + before;
  if (count > unreserved) {
    throw_untyped_invalid_parameter(
        fmt::format("Specified ConcurrentExecutions for function is greater than account's "
                    "unreserved concurrency [{}].",
                    unreserved));
  }
  if (unreserved - count < kMinUnreservedConcurrency) {
    throw_untyped_invalid_parameter(
        fmt::format("Specified ConcurrentExecutions for function decreases account's "
                    "UnreservedConcurrentExecution below its minimum value of [{}].",
                    kMinUnreservedConcurrency));
  }
}

void check_count(const FunctionRegistry& functions, const FunctionReference& target, int count) {
  const auto current = find_provisioned(functions, target);
  const int before = current ? current->requested : 0;
  const auto reserved = reserved_concurrency(functions, target.scope, target.name);
  if (!reserved) return check_account(functions, target.scope, before, count);
  const int others = total_provisioned(functions, target.scope, target.name) - before;
  if (count <= *reserved - others) return;
  throw_invalid_parameter(
      "Requested Provisioned Concurrency should not be greater than the "
      "reservedConcurrentExecution for function");
}

}  // namespace

std::optional<ProvisionedConcurrency> find_provisioned(const FunctionRegistry& functions,
                                                       const FunctionReference& target) {
  const std::string* stored = functions.attachment(FunctionPart::provisioned_concurrency,
                                                   target.scope, target.name, target.qualifier);
  if (!stored) return std::nullopt;
  return read_stored(*stored);
}

std::map<std::string, ProvisionedConcurrency> all_provisioned(const FunctionRegistry& functions,
                                                              const core::Scope& scope,
                                                              const core::FunctionName& name) {
  std::map<std::string, ProvisionedConcurrency> all;
  for (const auto& [qualifier, text] :
       functions.attachments(FunctionPart::provisioned_concurrency, scope, name)) {
    all.emplace(qualifier, read_stored(text));
  }
  return all;
}

int total_provisioned(const FunctionRegistry& functions, const core::Scope& scope,
                      const core::FunctionName& name) {
  if (!functions.find(scope, name)) return 0;
  int total = 0;
  for (const auto& [qualifier, one] : all_provisioned(functions, scope, name)) {
    total += one.requested;
  }
  return total;
}

void require_published(const FunctionRegistry& functions, const FunctionReference& target) {
  if (!is_alias_name(target.qualifier)) {
    functions.require(target.scope, target.name, target.qualifier);
  } else if (!functions.find(target.scope, target.name, target.qualifier)) {
    throw core::ApiError(ErrorCode::resource_not_found,
                         "Cannot find alias arn: " + qualified_arn(target));
  }
}

ProvisionedConcurrency provision(FunctionRegistry& functions, const FunctionReference& target,
                                 int count, core::WallTime now) {
  refuse_both(functions, target);
  check_count(functions, target, count);
  const ProvisionedConcurrency provisioned{count, now};
  functions.attach(FunctionPart::provisioned_concurrency, target.scope, target.name,
                   target.qualifier, write_stored(provisioned));
  return provisioned;
}

void stop_provisioning(FunctionRegistry& functions, const FunctionReference& target) {
  functions.attach(FunctionPart::provisioned_concurrency, target.scope, target.name,
                   target.qualifier, std::nullopt);
}

// As many processes as there may be here are as good as all that are asked for.
void write_provisioned(Writer& writer, const ProvisionedConcurrency& provisioned,
                       const ProvisionedStatus& status) {
  const bool is_ready = status.progress == ProvisionedStatus::Progress::ready;
  const int ready = is_ready ? provisioned.requested
                             : std::min(provisioned.requested, static_cast<int>(status.ready));
  writer.member("AllocatedProvisionedConcurrentExecutions", ready);
  writer.member("AvailableProvisionedConcurrentExecutions", ready);
  writer.member("LastModified", core::iso_milliseconds(provisioned.last_modified) + "+0000");
  writer.member("RequestedProvisionedConcurrentExecutions", provisioned.requested);
  switch (status.progress) {
    case ProvisionedStatus::Progress::in_progress: writer.member("Status", "IN_PROGRESS"); break;
    case ProvisionedStatus::Progress::ready: writer.member("Status", "READY"); break;
    case ProvisionedStatus::Progress::failed:
      writer.member("Status", "FAILED");
      writer.member("StatusReason", "FUNCTION_ERROR_INIT_FAILURE");
      break;
  }
}

}  // namespace lambda_host
