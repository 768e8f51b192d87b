#include "server/seeds/templates/intrinsics.h"

#include "core/arn.h"
#include "server/seeds/references.h"
#include "server/seeds/text_functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace server::seeds {
namespace {

constexpr std::string_view kFunctionPrefix = "Fn::";

// {"Ref": …} or {"Fn::…": …}: a map of one member.
bool is_call(const Value& value) {
  if (!value.is(Value::Kind::map) || value.members.size() != 1) return false;
  const std::string& name = value.members.front().name;
  return name == "Ref" || name.starts_with(kFunctionPrefix);
}

}  // namespace

std::optional<Value> Evaluator::evaluate(const Value& value, const Path& path, Faults faults) {
  if (is_call(value)) return call(value, path, faults);
  Value result = value;
  result.list.clear();
  result.members.clear();
  for (std::size_t i = 0; i < value.list.size(); ++i) {
    if (auto each = evaluate(value.list[i], path[i], faults)) {
      result.list.push_back(*std::move(each));
    }
  }
  for (const auto& [name, member] : value.members) {
    if (auto each = evaluate(member, path / name, faults)) {
      result.members.push_back({name, *std::move(each)});
    }
  }
  return result;
}

std::optional<Value> Evaluator::call(const Value& value, const Path& path, Faults faults) {
  const auto& [name, argument] = value.members.front();
  try {
    auto result = name == "Fn::If" ? choose(argument, path / name, faults)
                                   : call(name, argument, path / name);
    if (result && result->line == 0) result->line = value.line;
    return result;
  } catch (const Fault& fault) {
    if (faults == Faults::thrown) throw;
    Value nothing = map_value({});
    nothing.line = value.line;
    nothing.fault = std::make_shared<const Fault>(fault);
    return nothing;
  }
}

std::optional<Value> Evaluator::call(std::string_view function, const Value& argument,
                                     const Path& path) {
  if (function == "Ref") return ref(argument.text, argument, path);
  function.remove_prefix(kFunctionPrefix.size());
  if (function == "GetAtt") return get_attribute(argument, path);
  if (function == "Sub") return substitute(argument, path);
  if (is_text_function(function)) return call_on_texts(function, argument, path);
  if (function == "FindInMap") return find_in_map(argument, path);
  if (function == "GetAZs") {
    const std::string& region = surroundings_.scope.region.get();
    return list_value(
        {text_value(region + "a"), text_value(region + "b"), text_value(region + "c")});
  }
  if (function == "ImportValue") {
    fail(argument, path, "it takes what another stack exports, and there are no other stacks here");
  }
  fail(argument, path, fmt::format("there is no function {} here", function));
}

std::optional<Value> Evaluator::ref(const std::string& name, const Value& at, const Path& path) {
  if (name == "AWS::NoValue") return std::nullopt;
  if (auto value = pseudo_parameter(name)) return text_value(*std::move(value));
  const auto parameter = surroundings_.parameters.find(name);
  if (parameter != surroundings_.parameters.end()) {
    if (parameter->second.fault) throw Fault(*parameter->second.fault);
    return parameter->second;
  }
  const auto resource = surroundings_.resources.find(name);
  if (resource != surroundings_.resources.end()) {
    return text_value(ref_of(resource->second, surroundings_.scope));
  }
  fail(at, path, fmt::format("there is no parameter or resource {}", name));
}

std::optional<std::string> Evaluator::pseudo_parameter(std::string_view name) const {
  const core::Scope& scope = surroundings_.scope;
  if (name == "AWS::AccountId") return scope.account.get();
  if (name == "AWS::Region") return scope.region.get();
  if (name == "AWS::Partition") return std::string(core::partition_of(scope.region));
  if (name == "AWS::URLSuffix") return std::string(core::dns_suffix_of(scope.region));
  if (name == "AWS::StackName") return surroundings_.stack;
  if (name == "AWS::StackId") {
    return core::make_arn("cloudformation", scope, "stack/" + surroundings_.stack + "/rivulet");
  }
  return std::nullopt;
}

Value Evaluator::get_attribute(const Value& argument, const Path& path) {
  const auto parts = arguments(argument, 2, path);
  const auto resource = surroundings_.resources.find(parts[0].text);
  if (resource == surroundings_.resources.end()) {
    fail(argument, path, fmt::format("there is no resource {}", parts[0].text));
  }
  const auto value = attribute_of(resource->second, parts[1].text, surroundings_.scope);
  if (value) return text_value(*value);
  fail(argument, path, fmt::format("{} has no attribute {}", resource->second.type, parts[1].text));
}

// Fn::Sub := text | [text, {name: value}]
Value Evaluator::substitute(const Value& argument, const Path& path) {
  const bool has_own = argument.is(Value::Kind::list) && argument.list.size() == 2;
  const Value own = has_own ? require(argument.list[1], path[1]) : map_value({});
  const std::string text = has_own ? argument.list[0].text : argument.text;
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto start = text.find("${", at);
    const auto end = start == std::string::npos ? start : text.find('}', start);
    result += text.substr(at, end == std::string::npos ? end : start - at);
    if (end == std::string::npos) break;
    const std::string name = text.substr(start + 2, end - start - 2);
    // ${!Literal} stands for ${Literal}.
    result +=
        name.starts_with('!') ? "${" + name.substr(1) + "}" : variable(name, own, argument, path);
    at = end + 1;
  }
  return text_value(std::move(result));
}

std::string Evaluator::variable(const std::string& name, const Value& own, const Value& at,
                                const Path& path) {
  if (const Value* const value = own.find(name)) return value->text;
  const auto dot = name.find('.');
  if (dot == std::string::npos || surroundings_.resources.contains(name)) {
    const auto value = ref(name, at, path);
    return value ? value->text : "";
  }
  Value parts = list_value({text_value(name.substr(0, dot)), text_value(name.substr(dot + 1))});
  parts.line = at.line;
  return get_attribute(parts, path).text;
}

// A call on what isn't known yet becomes a reference itself. (A list of such texts is known, for it
// is known how long it is.)
Value Evaluator::call_on_texts(std::string_view function, const Value& argument, const Path& path) {
  const std::size_t count = argument_count(function);
  Value given = list_value(count == 1 ? std::vector<Value>{require(argument, path)}
                                      : arguments(argument, count, path));
  const bool must_wait = std::any_of(given.list.begin(), given.list.end(),
                                     [](const Value& each) { return has_reference(each.text); });
  if (must_wait) return text_value(reference_to_call(function, std::move(given)));
  try {
    return call_text_function(function, given.list);
  } catch (const std::invalid_argument& error) {
    fail(argument, path, error.what());
  }
}

std::optional<Value> Evaluator::choose(const Value& argument, const Path& path, Faults faults) {
  if (!argument.is(Value::Kind::list) || argument.list.size() != 3) {
    fail(argument, path, "it takes 3 arguments");
  }
  const std::size_t chosen = holds(argument.list[0].text, path[0]) ? 1 : 2;
  return evaluate(argument.list[chosen], path[chosen], faults);
}

Value Evaluator::find_in_map(const Value& argument, const Path& path) {
  const auto keys = arguments(argument, 3, path);
  const Value* at = &surroundings_.mappings;
  for (const Value& key : keys) {
    at = at->find(key.text);
    if (!at) fail(argument, path, fmt::format("the mappings have no {}", key.text));
  }
  return *at;
}

bool Evaluator::holds(const std::string& condition, const Path& path) {
  if (const auto found = tested_.find(condition); found != tested_.end()) return found->second;
  const Value* const found = surroundings_.conditions.find(condition);
  if (!found) throw Fault({surroundings_.file, 0, path}, "there is no condition " + condition);
  if (!testing_.insert(condition).second) {
    fail(*found, Path("Conditions") / condition, "the condition needs itself");
  }
  try {
    tested_[condition] = test(*found, Path("Conditions") / condition);
  } catch (const Fault&) {
    testing_.erase(condition);  // where faults are kept, another may ask for it
    throw;
  }
  testing_.erase(condition);
  return tested_[condition];
}

bool Evaluator::test(const Value& condition, const Path& path) {
  if (condition.members.size() != 1) fail(condition, path, "it is no condition");
  const auto& [name, argument] = condition.members.front();
  const Path at = path / name;
  if (name == "Condition") return holds(argument.text, at);
  if (name == "Fn::Equals") {
    const auto sides = arguments(argument, 2, at);
    return sides[0].text == sides[1].text && sides[0].list.size() == sides[1].list.size();
  }
  const auto is_true = [&](const Value& each) { return test(each, at); };
  const auto& parts = argument.list;
  if (name == "Fn::And") return std::all_of(parts.begin(), parts.end(), is_true);
  if (name == "Fn::Or") return std::any_of(parts.begin(), parts.end(), is_true);
  if (name == "Fn::Not" && parts.size() == 1) return !test(parts.front(), at);
  fail(condition, at, "it is no condition");
}

std::vector<Value> Evaluator::arguments(const Value& argument, std::size_t count,
                                        const Path& path) {
  if (!argument.is(Value::Kind::list) || argument.list.size() != count) {
    fail(argument, path, fmt::format("it takes {} arguments", count));
  }
  std::vector<Value> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(require(argument.list[i], path[i]));
  return values;
}

Value Evaluator::require(const Value& value, const Path& path) {
  return evaluate(value, path).value_or(Value{});
}

void Evaluator::fail(const Value& at, const Path& path, const std::string& why) const {
  throw Fault({surroundings_.file, at.line, path}, why);
}

}  // namespace server::seeds
