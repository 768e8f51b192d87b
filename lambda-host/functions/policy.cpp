#include "lambda-host/functions/policy.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/json/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace lambda_host {
namespace {

using core::json::Kind;
using core::json::Object;
using core::json::Writer;

constexpr std::size_t kMaxPolicyBytes = 20480;  // Lambda quotas: 20 KB

auto find_statement(const Policy& policy, std::string_view id) {
  return std::find_if(policy.statements.begin(), policy.statements.end(),
                      [id](const PolicyStatement& statement) { return statement.id == id; });
}

std::string require_string(const Object& stored, std::string_view name) {
  const auto value = stored.find(name);
  if (!value || !value->is(Kind::string)) {
    throw std::runtime_error("stored policy: no " + std::string(name));
  }
  return std::string(value->string());
}

}  // namespace

void add_statement(Policy& policy, PolicyStatement statement) {
  if (find_statement(policy, statement.id) != policy.statements.end()) {
    throw core::ApiError(
        core::ErrorCode::resource_conflict,
        fmt::format("The statement id ({}) provided already exists. Please provide a new statement "
                    "id, or remove the existing statement.",
                    statement.id));
  }
  policy.statements.push_back(std::move(statement));
  const std::size_t size = policy_document(policy).size();
  if (size <= kMaxPolicyBytes) return;
  throw core::ApiError(core::ErrorCode::policy_length_exceeded,
                       fmt::format("The final policy size ({}) is bigger than the limit ({}).",
                                   size, kMaxPolicyBytes));
}

void remove_statement(Policy& policy, std::string_view id) {
  const auto found = find_statement(policy, id);
  if (found == policy.statements.end()) {
    throw core::ApiError(core::ErrorCode::resource_not_found,
                         fmt::format("Statement {} is not found in resource policy.", id));
  }
  policy.statements.erase(found);
}

bool names_account(const PolicyStatement& statement, const core::AccountId& account) {
  const auto document = core::json::Document::parse(statement.json);
  const auto principal = document.root().object().find("Principal");
  if (!principal) return false;
  if (principal->is(Kind::string)) return principal->string() == "*";
  const auto named = principal->object().find("AWS");
  const auto arn = named ? core::parse_arn(named->string()) : std::nullopt;
  return arn && arn->account == account.get();
}

std::string policy_document(const Policy& policy) {
  Writer writer;
  writer.begin_object().member("Version", "2012-10-17").member("Id", "default");
  writer.key("Statement").begin_array();
  for (const PolicyStatement& statement : policy.statements) writer.raw(statement.json);
  writer.end_array().end_object();
  return writer.take();
}

std::string write_stored_policy(const Policy& policy) {
  Writer writer;
  writer.begin_object().member("revision_id", policy.revision_id);
  writer.key("statements").begin_array();
  for (const PolicyStatement& statement : policy.statements) {
    writer.begin_object().member("id", statement.id).member("json", statement.json).end_object();
  }
  writer.end_array().end_object();
  return writer.take();
}

Policy read_stored_policy(std::string text) {
  const auto document = core::json::Document::parse(std::move(text));
  if (!document.root().is(Kind::object)) throw std::runtime_error("stored policy: no object");
  const Object stored = document.root().object();
  Policy policy;
  policy.revision_id = require_string(stored, "revision_id");
  const auto statements = stored.find("statements");
  if (!statements || !statements->is(Kind::array)) {
    throw std::runtime_error("stored policy: no statements");
  }
  statements->array().for_each([&](const core::json::Value& statement) {
    policy.statements.push_back(
        {require_string(statement.object(), "id"), require_string(statement.object(), "json")});
  });
  return policy;
}

}  // namespace lambda_host
