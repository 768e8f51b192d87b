#include "core/arn.h"
#include "core/ascii.h"
#include "core/json/writer.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_name_pattern.h"
#include "lambda-host/functions/policy.h"

#include <fmt/format.h>

#include <algorithm>

// What AddPermission may ask for, and the statement that comes of it.
namespace lambda_host {
namespace {

using core::is_digit;
using core::is_letter;
using core::json::Writer;

constexpr std::size_t kMaxStatementIdLength = 100;
constexpr std::size_t kMaxTokenLength = 256;
constexpr std::size_t kMaxOrganizationLength = 34;

bool all(std::string_view text, bool (*fits)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

bool is_action(std::string_view text) {
  if (text == "*") return true;
  if (!text.starts_with("lambda:")) return false;
  text.remove_prefix(7);
  return text == "*" || all(text, is_letter);
}

bool is_token(std::string_view text) {
  return all(text, [](char c) { return c == '.' || is_plain_name({&c, 1}); });
}

bool is_organization(std::string_view text) {
  return text.starts_with("o-") && text.size() >= 12 && text.size() <= kMaxOrganizationLength &&
         all(text.substr(2), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); });
}

bool has_no_blank(std::string_view text) {
  return all(text, [](char c) { return c != ' ' && (c < '\t' || c > '\r'); });
}

struct Pattern {
  std::optional<std::string> PermissionSettings::*member;
  std::string_view name;
  bool (*fits)(std::string_view);
  std::string_view text;
};
constexpr Pattern kPatterns[] = {
    {&PermissionSettings::statement_id,       "statementId",      is_plain_name,   "([a-zA-Z0-9-_]+)"                    },
    {&PermissionSettings::action,             "action",           is_action,       "(lambda:[*]|lambda:[a-zA-Z]+|[*])"   },
    {&PermissionSettings::principal,          "principal",        has_no_blank,    R"([^\s]+)"                           },
    {&PermissionSettings::source_arn,         "sourceArn",
     [](std::string_view text) { return core::parse_arn(text).has_value(); },
     R"(arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*))"},
    {&PermissionSettings::source_account,     "sourceAccount",    is_account_id,   R"(\d{12})"                           },
    {&PermissionSettings::event_source_token, "eventSourceToken", is_token,        R"([a-zA-Z0-9._\-]+)"                 },
    {&PermissionSettings::principal_org_id,   "principalOrgID",   is_organization, "o-[a-z0-9]{10,32}"                   },
};

void check_patterns(const PermissionSettings& settings, Constraints& constraints) {
  for (const Pattern& pattern : kPatterns) {
    const auto& value = settings.*pattern.member;
    if (!value || pattern.fits(*value)) continue;
    constraints.violated(*value, pattern.name,
                         fmt::format("satisfy regular expression pattern: {}", pattern.text));
  }
}

// Services are named by domains of Amazon's.
bool is_service(std::string_view principal) {
  const auto dot = principal.find('.');
  if (dot == 0 || dot == std::string_view::npos) return false;
  const std::string_view domain = principal.substr(dot);
  return domain.ends_with(".amazonaws.com") || domain.ends_with(".amazonaws.com.cn") ||
         domain.ends_with(".amazon.com");
}

void write_principal(Writer& writer, const std::string& principal, const core::Region& region) {
  writer.key("Principal");
  if (principal == "*") {
    writer.string("*");
    return;
  }
  writer.begin_object();
  if (is_account_id(principal)) {
    writer.member("AWS", fmt::format("arn:{}:iam::{}:root", core::partition_of(region), principal));
  } else if (core::parse_arn(principal)) {
    writer.member("AWS", principal);
  } else if (is_service(principal)) {
    writer.member("Service", principal);
  } else {
    throw_invalid_parameter(
        "The provided principal was invalid. Please check the principal and try again.");
  }
  writer.end_object();
}

void write_if(Writer& writer, std::string_view name, const std::optional<std::string>& value) {
  if (value) writer.member(name, *value);
}

// In the order in which AWS writes them (recorded answers).
void write_condition(Writer& writer, const PermissionSettings& s) {
  const bool has_equals =
      s.source_account || s.function_url_auth_type || s.event_source_token || s.principal_org_id;
  if (!has_equals && !s.source_arn && !s.invoked_via_function_url) return;
  writer.key("Condition").begin_object();
  if (has_equals) {
    writer.key("StringEquals").begin_object();
    write_if(writer, "AWS:SourceAccount", s.source_account);
    write_if(writer, "lambda:FunctionUrlAuthType", s.function_url_auth_type);
    write_if(writer, "lambda:EventSourceToken", s.event_source_token);
    write_if(writer, "aws:PrincipalOrgID", s.principal_org_id);
    writer.end_object();
  }
  if (s.invoked_via_function_url) {
    writer.key("Bool").begin_object();
    writer.member("lambda:InvokedViaFunctionUrl", *s.invoked_via_function_url ? "true" : "false");
    writer.end_object();
  }
  if (s.source_arn) {
    writer.key("ArnLike").begin_object().member("AWS:SourceArn", *s.source_arn).end_object();
  }
  writer.end_object();
}

}  // namespace

PermissionSettings read_permission(const core::json::Object& body) {
  PermissionSettings settings;
  settings.statement_id = body_string(body, "StatementId");
  settings.action = body_string(body, "Action");
  settings.principal = body_string(body, "Principal");
  settings.source_arn = body_string(body, "SourceArn");
  settings.source_account = body_string(body, "SourceAccount");
  settings.event_source_token = body_string(body, "EventSourceToken");
  settings.principal_org_id = body_string(body, "PrincipalOrgID");
  settings.function_url_auth_type = body_string(body, "FunctionUrlAuthType");
  settings.invoked_via_function_url = body_bool(body, "InvokedViaFunctionUrl");
  settings.revision_id = body_string(body, "RevisionId");
  return settings;
}

void check_permission(const PermissionSettings& settings) {
  Constraints constraints;
  if (!settings.statement_id) constraints.missing("statementId");
  if (!settings.action) constraints.missing("action");
  if (!settings.principal) constraints.missing("principal");
  check_patterns(settings, constraints);
  if (settings.statement_id) {
    constraints.check_length(*settings.statement_id, "statementId", kMaxStatementIdLength);
  }
  if (settings.event_source_token) {
    constraints.check_length(*settings.event_source_token, "eventSourceToken", kMaxTokenLength);
  }
  if (settings.function_url_auth_type) {
    constraints.check_one_of(*settings.function_url_auth_type, "functionUrlAuthType",
                             {"NONE", "AWS_IAM"});
  }
  constraints.require_none();
}

// Of what is there to be removed, dots too: the model allows them here only.
void check_statement_id(std::string_view id) {
  Constraints constraints;
  constraints.check_length(id, "statementId", kMaxStatementIdLength);
  if (!is_token(id)) {
    constraints.violated(id, "statementId",
                         "satisfy regular expression pattern: ([a-zA-Z0-9-_.]+)");
  }
  constraints.require_none();
}

std::string statement_json(const PermissionSettings& settings, const core::Region& region,
                           std::string_view resource_arn) {
  Writer writer;
  writer.begin_object().member("Sid", *settings.statement_id).member("Effect", "Allow");
  write_principal(writer, *settings.principal, region);
  writer.member("Action", *settings.action).member("Resource", resource_arn);
  write_condition(writer, settings);
  writer.end_object();
  return writer.take();
}

}  // namespace lambda_host
