#include "server/operations/tables/policy_document.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/ascii.h"
#include "core/json/value.h"
#include "core/json/writer.h"
#include "core/limits.h"
#include "server/operations/tables/invalid_value.h"
#include "server/operations/tables/java_order.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <vector>

namespace server::operations {
namespace {

using core::json::Kind;
using core::json::Object;
using core::json::Value;
using core::json::Writer;

[[noreturn]] void throw_policy(std::string_view fault) {
  core::throw_validation(fmt::format("{}Invalid policy document: {}", kInvalid, fault));
}

[[noreturn]] void throw_not_json() {
  throw_policy("This policy contains invalid Json");
}

struct Reading {
  std::string_view text;
  PolicySubject subject;
  const core::Scope& scope;
  bool locks_out = false;
};

// The line and the column where a string of the document begins.
std::string position_of(std::string_view text, std::string_view string) {
  const std::string_view before = text.substr(0, text.find(fmt::format("\"{}\"", string)));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_begin = before.rfind('\n') + 1;
  return fmt::format("({},{})", line, before.size() - line_begin + 1);
}

std::vector<std::string_view> texts_of(Value value) {
  if (value.is(Kind::string)) return {value.string()};
  if (!value.is(Kind::array)) throw_not_json();
  std::vector<std::string_view> texts;
  value.array().for_each([&](Value each) {
    if (!each.is(Kind::string)) throw_not_json();
    texts.push_back(each.string());
  });
  return texts;
}

// A list of one is its element.
template <class Texts>
void write_texts(Writer& writer, const Texts& texts) {
  if (texts.size() == 1) {
    writer.string(*texts.begin());
    return;
  }
  writer.begin_array();
  for (const auto& text : texts) writer.string(text);
  writer.end_array();
}

bool is_account(std::string_view text) {
  constexpr std::size_t kAccountDigits = 12;
  return text.size() == kAccountDigits && std::all_of(text.begin(), text.end(), core::is_digit);
}

bool is_principal_arn(std::string_view text) {
  const auto arn = core::parse_arn(text);
  return arn && (arn->service == "iam" || arn->service == "sts") && is_account(arn->account) &&
         !arn->resource.empty();
}

// Whether the principal exists can't be looked up.
std::string read_principal(std::string_view text, const core::Scope& scope) {
  if (is_account(text)) {
    return fmt::format("arn:{}:iam::{}:root", core::partition_of(scope.region), text);
  }
  if (text == "*" || is_principal_arn(text)) return std::string(text);
  core::throw_validation(fmt::format("{}Invalid principal in policy document.", kInvalid));
}

std::vector<std::string> read_principals(Value value, const core::Scope& scope) {
  std::vector<std::string> principals;
  for (const std::string_view text : texts_of(value)) {
    std::string principal = read_principal(text, scope);
    if (std::find(principals.begin(), principals.end(), principal) == principals.end()) {
      principals.push_back(std::move(principal));
    }
  }
  return principals;
}

bool names_everybody(Value principal) {
  if (principal.is(Kind::string)) return principal.string() == "*";
  const auto aws = principal.is(Kind::object) ? principal.object().find("AWS") : std::nullopt;
  if (!aws) return false;
  const auto texts = texts_of(*aws);
  return std::find(texts.begin(), texts.end(), "*") != texts.end();
}

void write_principal(Writer& writer, Value principal, const Reading& reading) {
  if (principal.is(Kind::string)) {
    if (principal.string() == "*") {
      writer.string("*");
      return;
    }
    throw_policy("Syntax error at position " + position_of(reading.text, principal.string()));
  }
  if (!principal.is(Kind::object)) throw_not_json();
  writer.begin_object();
  principal.object().for_each([&](const core::json::Member& member) {
    writer.key(member.name);
    if (member.name == "AWS") {
      write_texts(writer, read_principals(member.value, reading.scope));
    } else {
      write_texts(writer, texts_of(member.value));
    }
  });
  writer.end_object();
}

void check_actions(const std::vector<std::string_view>& actions, PolicySubject subject) {
  std::vector<std::string> wrong;
  for (const std::string_view action : actions) {
    if (action != "*" && !is_policy_action(action, subject)) {
      wrong.push_back(fmt::format("\"{}\"", action));
    }
  }
  if (wrong.empty()) return;
  throw_policy(fmt::format("The following action names are invalid: {}",
                           fmt::join(in_java_order({wrong.begin(), wrong.end()}), ", ")));
}

bool is_of_stream(std::string_view relative_id) {
  return relative_id.find("/stream/") != std::string_view::npos;
}

// Any table or index will do for a table's policy, but no stream; and the reverse for a stream's.
void check_resource(std::string_view resource, PolicySubject subject) {
  const auto arn = core::parse_arn(resource);
  if (!arn || arn->service != "dynamodb") return;
  if (is_of_stream(arn->resource) == (subject == PolicySubject::stream)) return;
  throw_policy(
      fmt::format("The relative-id \"{}\" is invalid for ARN \"{}\"", arn->resource, resource));
}

Value require(const Object& statement, std::string_view name, std::string_view negated) {
  if (const auto value = statement.find(name)) return *value;
  if (const auto value = statement.find(negated)) return *value;
  throw_policy(fmt::format("Missing required field {}", name));
}

std::string_view read_effect(const Object& statement) {
  const auto effect = statement.find("Effect");
  if (!effect || !effect->is(Kind::string)) throw_policy("Missing required field Effect");
  const std::string lower = core::in_lower_case(effect->string());
  if (lower == "allow") return "Allow";
  if (lower == "deny") return "Deny";
  throw_policy(fmt::format("Invalid effect: {}", effect->string()));
}

void write_condition(Writer& writer, Value condition) {
  if (!condition.is(Kind::object)) throw_not_json();
  writer.begin_object();
  condition.object().for_each([&](const core::json::Member& test) {
    if (!test.value.is(Kind::object)) throw_not_json();
    writer.key(test.name).begin_object();
    test.value.object().for_each([&](const core::json::Member& key) {
      writer.key(key.name);
      if (key.value.is(Kind::array) && key.value.array().size() == 1) {
        writer.raw(key.value.array().at(0).text());
      } else {
        writer.raw(key.value.text());
      }
    });
    writer.end_object();
  });
  writer.end_object();
}

// Whether it keeps everybody from PutResourcePolicy, whatever the circumstances.
bool locks_out(const Object& statement, std::string_view effect) {
  const auto principal = statement.find("Principal");
  const auto actions = statement.find("Action");
  if (effect != "Deny" || !principal || !actions || !names_everybody(*principal)) return false;
  const auto texts = texts_of(*actions);
  return std::any_of(texts.begin(), texts.end(), [](std::string_view action) {
    return action == "*" || covers_action(action, "PutResourcePolicy");
  });
}

void check_bounded(const Object& statement, std::string_view effect, Value principal) {
  if (effect != "Allow" || statement.find("Condition") || !names_everybody(principal)) return;
  core::throw_validation(
      "Resource-based policy grants unbounded access in one or more elements. Please revise the "
      "policy to ensure least-privilege form of access");
}

void write_named(Writer& writer, const Object& statement, std::string_view name,
                 std::string_view negated, const std::vector<std::string_view>& texts) {
  write_texts(writer.key(statement.find(name) ? name : negated), texts);
}

void write_statement(Writer& writer, const Object& statement, Reading& reading) {
  writer.begin_object();
  if (const auto sid = statement.find("Sid")) writer.key("Sid").raw(sid->text());
  const std::string_view effect = read_effect(statement);
  writer.member("Effect", effect);
  const Value principal = require(statement, "Principal", "NotPrincipal");
  writer.key(statement.find("Principal") ? "Principal" : "NotPrincipal");
  write_principal(writer, principal, reading);
  const auto actions = texts_of(require(statement, "Action", "NotAction"));
  check_actions(actions, reading.subject);
  write_named(writer, statement, "Action", "NotAction", actions);
  const auto resources = texts_of(require(statement, "Resource", "NotResource"));
  for (const std::string_view each : resources) check_resource(each, reading.subject);
  write_named(writer, statement, "Resource", "NotResource", resources);
  if (const auto condition = statement.find("Condition")) {
    write_condition(writer.key("Condition"), *condition);
  }
  writer.end_object();
  check_bounded(statement, effect, principal);
  reading.locks_out = reading.locks_out || locks_out(statement, effect);
}

std::vector<Object> statements_of(const Object& policy) {
  const auto statement = policy.find("Statement");
  if (!statement) throw_policy("Missing required field Statement");
  std::vector<Object> statements;
  const auto add = [&](Value each) {
    if (!each.is(Kind::object)) throw_not_json();
    statements.push_back(each.object());
  };
  if (statement->is(Kind::array)) {
    statement->array().for_each(add);
  } else {
    add(*statement);
  }
  if (statements.empty()) throw_policy("Could not parse the policy: Statement is empty!");
  return statements;
}

void check_unique(const std::vector<Object>& statements) {
  std::set<std::string> ids;
  for (const Object& statement : statements) {
    const auto sid = statement.find("Sid");
    if (sid && !ids.insert(sid->text()).second) {
      throw_policy("The Statement Ids in the policy are not unique");
    }
  }
}

core::json::Document parse(std::string_view text) {
  try {
    return core::json::Document::parse(std::string(text));
  } catch (const core::json::ParseError&) {
    throw_not_json();
  }
}

}  // namespace

PolicyDocument read_policy(std::string_view text, PolicySubject subject, const core::Scope& scope) {
  if (text.size() > core::limits::kMaxResourcePolicyBytes) {
    core::throw_validation(fmt::format("{}Maximum policy size of {} bytes exceeded", kInvalid,
                                       core::limits::kMaxResourcePolicyBytes));
  }
  const auto document = parse(text);
  if (!document.root().is(Kind::object)) throw_not_json();
  const Object policy = document.root().object();
  const std::vector<Object> statements = statements_of(policy);
  check_unique(statements);
  Reading reading{text, subject, scope};
  Writer writer;
  writer.begin_object();
  for (const char* name : {"Version", "Id"}) {
    if (const auto value = policy.find(name)) writer.key(name).raw(value->text());
  }
  writer.key("Statement").begin_array();
  for (const Object& statement : statements) write_statement(writer, statement, reading);
  return {writer.end_array().end_object().take(), reading.locks_out};
}

std::string shown_policy(const std::string& canonical) {
  if (canonical.starts_with(R"({"Version")")) return canonical;
  return R"({"Version":"2008-10-17",)" + canonical.substr(1);
}

}  // namespace server::operations
