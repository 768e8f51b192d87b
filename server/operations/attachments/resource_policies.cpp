#include "core/api_error.h"
#include "core/json/writer.h"
#include "server/operations/attachments/attached_table.h"
#include "server/operations/attachments/attachment_operations.h"
#include "server/operations/attachments/policy_target.h"
#include "server/operations/tables/policy_document.h"
#include "server/operations/tables/table_access.h"
#include "storage/catalog.h"
#include "streams/stream_registry.h"

#include <fmt/format.h>

#include <algorithm>

// Recorded answers of 2026 give texts and order: the ARN, the document, whether there is such a
// table or stream, and last the revision that the caller expects. AWS serves changes some seconds
// later and allows one in fifteen seconds; here they are there at once.
namespace server::operations {
namespace {

using core::ResourcePolicy;

[[noreturn]] void throw_no_policy(std::string_view why) {
  throw core::ApiError(
      core::ErrorCode::policy_not_found,
      fmt::format("Resource-based policy not found for the provided ResourceArn: {}", why));
}

const ResourcePolicy* find_policy(const storage::Table& table, const PolicyTarget& target) {
  const auto& policies = table.definition.attachments.policies;
  const auto found = policies.find(target.stream_label);
  return found == policies.end() ? nullptr : &found->second;
}

bool has_stream(const Services& services, const storage::Table& table, const PolicyTarget& target) {
  const core::TableDefinition& definition = table.definition;
  return target.stream_label.empty() ||
         services.streams.find(core::stream_arn(definition.scope, definition.name,
                                                core::StreamLabel(target.stream_label))
                                   .get()) != nullptr;
}

storage::Table& require_owner(Services& services, const core::Scope& scope,
                              const PolicyTarget& target) {
  storage::Table& table = require_attached_table(services, scope, target.table);
  if (has_stream(services, table, target)) return table;
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("Requested resource not found: Stream: {} not found for Table: "
                                   "{}",
                                   target.stream_label, target.table));
}

// The owner of a policy that is to be changed.
storage::Table& require_changeable_owner(Services& services, const core::Scope& scope,
                                         const PolicyTarget& target) {
  const Transition* transition =
      services.table_transitions.find(scope, target.table, services.clock.now());
  if (transition && transition->status == TableStatus::deleting) {
    check_changeable(transition, target.table);
  }
  return require_owner(services, scope, target);
}

void check_revision(const Request& request, const ResourcePolicy* policy,
                    const PolicyTarget& target) {
  constexpr std::string_view kNone = "NO_POLICY";  // only PutResourcePolicy takes it
  const auto expected = request.body.find("ExpectedRevisionId");
  if (!expected) return;
  const std::string_view revision = expected->string();
  if (!policy) {
    if (revision == kNone) return;
    throw_no_policy(
        fmt::format("Requested update for policy with revision id {}, but table {} has no "
                    "associated policy.",
                    revision, target.table));
  }
  if (revision == std::to_string(policy->revision)) return;
  if (revision == kNone) {
    throw_no_policy(
        fmt::format("Requested policy update expecting none to be present for table {}, but a "
                    "policy exists with revision id {}.",
                    target.table, policy->revision));
  }
  throw_no_policy(
      fmt::format("Requested update for policy with revision id {}, but the policy associated to "
                  "target table {} has revision id {}.",
                  revision, target.table, policy->revision));
}

void check_not_locked_out(const Request& request, const PolicyDocument& policy) {
  const auto confirmed = request.body.find("ConfirmRemoveSelfResourceAccess");
  if (!policy.locks_out || (confirmed && confirmed->boolean())) return;
  throw core::ApiError(core::ErrorCode::access_denied,
                       "The new resource policy will not allow you to update the resource policy "
                       "in the future.");
}

PolicyTarget target_of(const Request& request) {
  return read_policy_target(request.body.find("ResourceArn")->string(), request.scope);
}

std::string revision_answer(std::int64_t revision) {
  core::json::Writer writer;
  return writer.begin_object().member("RevisionId", std::to_string(revision)).end_object().take();
}

}  // namespace

std::string put_resource_policy(const Request& request, Services& services) {
  const PolicyTarget target = target_of(request);
  PolicyDocument document =
      read_policy(request.body.find("Policy")->string(), target.subject(), request.scope);
  check_not_locked_out(request, document);
  storage::Table& table = require_changeable_owner(services, request.scope, target);
  const ResourcePolicy* current = find_policy(table, target);
  check_revision(request, current, target);
  if (current && current->document == document.canonical) return revision_answer(current->revision);
  const std::int64_t revision =
      std::max(core::epoch_milliseconds(services.clock.now()), current ? current->revision + 1 : 0);
  core::TableAttachments changed = table.definition.attachments;
  changed.policies[target.stream_label] = {std::move(document.canonical), revision};
  store_attachments(services, table, std::move(changed));
  return revision_answer(revision);
}

std::string get_resource_policy(const Request& request, Services& services) {
  const PolicyTarget target = target_of(request);
  // A stream outlives its table, whose policies are gone with it.
  const bool outlived = services.streams.find(target.arn) != nullptr &&
                        !services.catalog.find(request.scope, target.table);
  if (outlived) throw_no_policy(target.arn);
  const ResourcePolicy* policy =
      find_policy(require_owner(services, request.scope, target), target);
  if (!policy) throw_no_policy(target.arn);
  core::json::Writer writer;
  writer.begin_object().member("Policy", shown_policy(policy->document));
  return writer.member("RevisionId", std::to_string(policy->revision)).end_object().take();
}

std::string delete_resource_policy(const Request& request, Services& services) {
  const PolicyTarget target = target_of(request);
  storage::Table& table = require_changeable_owner(services, request.scope, target);
  const ResourcePolicy* current = find_policy(table, target);
  check_revision(request, current, target);
  if (!current) return "{}";
  const std::int64_t revision = current->revision;
  core::TableAttachments changed = table.definition.attachments;
  changed.policies.erase(target.stream_label);
  store_attachments(services, table, std::move(changed));
  return revision_answer(revision);
}

}  // namespace server::operations
