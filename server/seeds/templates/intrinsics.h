#pragma once

#include "core/names.h"
#include "server/seeds/fault.h"
#include "server/seeds/templates/names.h"
#include "server/seeds/value.h"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace server::seeds {

// YAML's short forms written out: !Ref x becomes {"Ref": x}, !GetAtt a.b {"Fn::GetAtt": [a, b]}.
Value long_form(Value value);

// What a template's intrinsic functions work with (CloudFormation's user guide, "Intrinsic function
// reference"). The values are in the long form.
struct Surroundings {
  std::string file;
  std::string stack;
  core::Scope scope;
  std::map<std::string, Value, std::less<>> parameters;
  Value mappings = {};
  Value conditions = {};
  NamedResources resources = {};
};

// Replaces functions by what they give.
class Evaluator {
 public:
  // `surroundings` must outlive it, and may get more resources meanwhile.
  explicit Evaluator(const Surroundings& surroundings) : surroundings_(surroundings) {}

  // What becomes of what can't be evaluated: it is thrown, or stays where the value would be, as
  // Value::fault, for nobody may need it.
  enum class Faults { thrown, kept };

  // nullopt for AWS::NoValue: whatever had it hasn't.
  std::optional<Value> evaluate(const Value& value, const Path& path,
                                Faults faults = Faults::thrown);
  // Of a condition's name. Throws Fault when there is none, or it needs itself.
  bool holds(const std::string& condition, const Path& path);

 private:
  std::optional<Value> call(const Value& value, const Path& path, Faults faults);
  std::optional<Value> call(std::string_view function, const Value& argument, const Path& path);
  std::optional<Value> ref(const std::string& name, const Value& at, const Path& path);
  std::optional<std::string> pseudo_parameter(std::string_view name) const;
  Value get_attribute(const Value& argument, const Path& path);
  Value substitute(const Value& argument, const Path& path);
  std::string variable(const std::string& name, const Value& own, const Value& at,
                       const Path& path);
  Value call_on_texts(std::string_view function, const Value& argument, const Path& path);
  std::optional<Value> choose(const Value& argument, const Path& path, Faults faults);
  Value find_in_map(const Value& argument, const Path& path);
  bool test(const Value& condition, const Path& path);

  // The arguments of a function that takes so many, evaluated.
  std::vector<Value> arguments(const Value& argument, std::size_t count, const Path& path);
  Value require(const Value& value, const Path& path);
  [[noreturn]] void fail(const Value& at, const Path& path, const std::string& why) const;

  const Surroundings& surroundings_;
  std::set<std::string, std::less<>> testing_;
  std::map<std::string, bool, std::less<>> tested_;  // each condition is worked out once
};

}  // namespace server::seeds
