#pragma once

#include "core/json/value.h"
#include "core/names.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Resource-based policies: who may invoke a function, or use a layer. Those of functions are kept
// and shown; nobody is kept from anything by them, nor let in.
namespace lambda_host {

// What AddPermission asks for.
struct PermissionSettings {
  std::optional<std::string> statement_id;
  std::optional<std::string> action;
  std::optional<std::string> principal;
  std::optional<std::string> source_arn;
  std::optional<std::string> source_account;
  std::optional<std::string> event_source_token;
  std::optional<std::string> principal_org_id;
  std::optional<std::string> function_url_auth_type;
  std::optional<bool> invoked_via_function_url;
  std::optional<std::string> revision_id;
};

// From the request's body. Throws ApiError(serialization) for a member of the wrong type.
PermissionSettings read_permission(const core::json::Object& body);

// Throw ApiError(validation) naming every value that the API's model doesn't allow.
void check_permission(const PermissionSettings& settings);
void check_statement_id(std::string_view id);

// A statement of IAM's policy language as JSON. Throws ApiError(invalid_parameter_value) for a
// principal that is none.
std::string statement_json(const PermissionSettings& settings, const core::Region& region,
                           std::string_view resource_arn);

struct PolicyStatement {
  std::string id;
  std::string json;
};

struct Policy {
  std::vector<PolicyStatement> statements;
  std::string revision_id;
};

// Throws ApiError(resource_conflict) for an id that is taken, and ApiError(policy_length_exceeded)
// when the policy would be too large.
void add_statement(Policy& policy, PolicyStatement statement);
// Throws ApiError(resource_not_found) when there is no such statement.
void remove_statement(Policy& policy, std::string_view id);

// Whether the statement is about that account, or about everybody.
bool names_account(const PolicyStatement& statement, const core::AccountId& account);

// The policy as GetPolicy shows it, JSON in a string.
std::string policy_document(const Policy& policy);

// What a store keeps.
std::string write_stored_policy(const Policy& policy);
Policy read_stored_policy(std::string text);

}  // namespace lambda_host
