#include "server/protocol/constraints.h"

#include "core/utf16.h"
#include "server/protocol/java_text.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

namespace server::protocol {
namespace {

using core::json::Kind;
using core::json::Object;
using core::json::Value;

constexpr std::size_t kMaxViolations = 10;
constexpr std::int64_t kMaxArnLength = 1024;
constexpr std::string_view kNotNull = "Member must not be null";

// Where the walk is: a chain of steps on the stack, spelled out only when something is wrong.
struct Path {
  enum class Step { member, element, entry };

  const Path* parent;  // nullptr: the body itself
  Step step;
  std::string_view name = {};  // of a member, or an entry's key
  std::size_t number = 0;      // of an element, from 1
};

std::string to_text(const Path& path, bool lower) {
  std::string text = path.parent == nullptr ? "" : to_text(*path.parent, lower) + ".";
  switch (path.step) {
    case Path::Step::member:
      return text + (lower ? lower_first(path.name) : std::string(path.name));
    case Path::Step::element: return text + std::to_string(path.number) + ".member";
    case Path::Step::entry: return text.append(path.name) + ".member";
  }
  __builtin_unreachable();
}

std::string bound_text(const Shape& shape, std::string_view relation, std::int64_t bound) {
  const bool number = shape.kind == ShapeKind::integer || shape.kind == ShapeKind::long_integer;
  return std::string("Member must have ") + (number ? "value " : "length ") +
         std::string(relation) + " than or equal to " + std::to_string(bound);
}

std::string pattern_text(const Shape& shape) {
  return "Member must satisfy regular expression pattern: " + std::string(shape.pattern->text);
}

std::string values_text(const Shape& shape) {
  std::string text = "Member must satisfy enum value set: [";
  const auto printed = shape.misprint.empty() ? shape.values : shape.misprint;
  for (const std::string_view value : printed) text.append(value).append(", ");
  text.resize(text.size() - 2);
  return text + "]";
}

// All constraints of a collection's elements in one text, in AWS's order.
std::string all_texts(const Shape& shape, bool null_seen) {
  std::string text = "[";
  const auto add = [&](const std::string& each) { text += (text.size() > 1 ? ", " : "") + each; };
  if (shape.maximum != Shape::kNoMaximum) add(bound_text(shape, "less", shape.maximum));
  if (shape.minimum != Shape::kNoMinimum) add(bound_text(shape, "greater", shape.minimum));
  if (shape.pattern != nullptr) add(pattern_text(shape));
  if (!shape.values.empty()) add(values_text(shape));
  if (null_seen) add(std::string(kNotNull));
  return text + "]";
}

std::int64_t java_length(std::string_view text) {
  return static_cast<std::int64_t>(core::utf16_length(text));
}

std::int64_t string_measure(std::string_view text, const Shape& shape) {
  const auto bytes = static_cast<std::int64_t>(text.size());
  // A code unit takes three bytes at most, so a long text needn't be counted for a minimum.
  const bool surely_long_enough = shape.minimum == Shape::kNoMinimum || bytes / 3 >= shape.minimum;
  return surely_long_enough && bytes <= shape.maximum ? bytes : java_length(text);
}

// What minimum and maximum bound: a number's value, else the length.
std::int64_t measure(Value value, const Shape& shape) {
  switch (value.kind()) {
    case Kind::number: return value.integer();
    case Kind::string: return string_measure(value.string(), shape);
    case Kind::array: return static_cast<std::int64_t>(value.array().size());
    case Kind::object: return static_cast<std::int64_t>(value.object().size());
    default: return 0;
  }
}

bool is_one_of(std::string_view text, std::span<const std::string_view> values) {
  for (const std::string_view value : values) {
    if (value == text) return true;
  }
  return false;
}

// Calls report(text) for each of the shape's own constraints that the value violates.
template <class Report>
void check_bounds(std::int64_t measured, const Shape& shape, Report report) {
  if (measured < shape.minimum) report(bound_text(shape, "greater", shape.minimum));
  if (measured > shape.maximum) report(bound_text(shape, "less", shape.maximum));
}

template <class Report>
void check_string(std::string_view text, const Shape& shape, Report report) {
  if ((shape.or_arn && text.starts_with("arn:")) || (shape.empty_as_arn && text.empty())) {
    return check_bounds(java_length(text), kString.between(1, kMaxArnLength), report);
  }
  if (shape.length_first) check_bounds(string_measure(text, shape), shape, report);
  if (shape.pattern != nullptr && !shape.pattern->matches(text)) report(pattern_text(shape));
  if (!shape.values.empty() && !is_one_of(text, shape.values)) report(values_text(shape));
  if (!shape.length_first) check_bounds(string_measure(text, shape), shape, report);
}

template <class Report>
void check_own(Value value, const Shape& shape, Report report) {
  if (value.is(Kind::string)) return check_string(value.string(), shape, report);
  check_bounds(measure(value, shape), shape, report);
}

std::string count_text(std::size_t violations) {
  if (violations == 1) return std::string(core::kOneValidationError);
  return std::to_string(violations) + " validation errors detected: ";
}

class Walk {
 public:
  void members(Object object, std::span<const Member> shapes, const Path* path) {
    for (const Member& member : shapes) {
      if (violations_.size() == kMaxViolations) return;
      if (member.presence == kOptional && !member.shape.constrained) continue;
      const Path here{path, Path::Step::member, member.name};
      const auto value = object.find(member.name);
      if (value) {
        check_member(*value, member, here);
      } else if (member.presence != kOptional) {
        add("Value null at '" + to_text(here, true) + "'", kNotNull);
      }
    }
  }

  void throw_if_any(core::ErrorCode code) const {
    if (violations_.empty()) return;
    std::string message = uncounted_ ? "" : count_text(violations_.size());
    for (const std::string& violation : violations_) message += violation + "; ";
    message.resize(message.size() - 2);
    throw core::ApiError(code, std::move(message));
  }

 private:
  void check_member(Value value, const Member& member, const Path& path) {
    if (!member.shape.constrained) return;
    check_own(value, member.shape, [&](const std::string& text) {
      uncounted_ = member.shape.wording == ViolationText::alone;
      add(subject(value, member.shape, path), text);
    });
    below(value, member.shape, path);
  }

  // What is inside a value whose own constraints are checked.
  void below(Value value, const Shape& shape, const Path& path) {
    if (!shape.constrained || value.is(Kind::null)) return;
    switch (shape.kind) {
      case ShapeKind::structure: return members(value.object(), shape.members, &path);
      case ShapeKind::list: return check_list(value, shape, path);
      case ShapeKind::map: return check_map(value, shape, path);
      default: return;
    }
  }

  void check_list(Value list, const Shape& shape, const Path& path) {
    Elements seen;
    list.array().for_each([&](Value each) { seen.check(each, *shape.element); });
    if (seen.violated) {
      add(quote(list, shape, path),
          "Member must satisfy constraint: " + all_texts(*shape.element, seen.null_seen));
    }
    if (!shape.element->constrained) return;
    std::size_t number = 0;
    list.array().for_each([&](Value each) {
      below(each, *shape.element, {&path, Path::Step::element, {}, ++number});
    });
  }

  void check_map(Value map, const Shape& shape, const Path& path) {
    Elements values;
    bool bad_key = false;
    map.object().for_each([&](const core::json::Member& entry) {
      values.check(entry.value, *shape.element);
      if (shape.key == nullptr) return;
      check_string(entry.name, *shape.key, [&](const std::string&) { bad_key = true; });
    });
    if (bad_key && !(shape.keys_last && !violations_.empty())) {
      add(quote(map, shape, path),
          "Map keys must satisfy constraint: " + all_texts(*shape.key, false));
    }
    if (values.violated) {
      add(quote(map, shape, path),
          "Map value must satisfy constraint: " + all_texts(*shape.element, values.null_seen));
    }
    if (!shape.element->constrained) return;
    map.object().for_each([&](const core::json::Member& entry) {
      below(entry.value, *shape.element, {&path, Path::Step::entry, entry.name});
    });
  }

  // Whether any of a collection's elements violates its own constraints.
  struct Elements {
    bool violated = false;
    bool null_seen = false;

    void check(Value value, const Shape& shape) {
      if (value.is(Kind::null)) {
        null_seen |= shape.kind != ShapeKind::attribute_value;
        violated |= null_seen;
      } else if (shape.constrained) {
        check_own(value, shape, [&](const std::string&) { violated = true; });
      }
    }
  };

  static std::string subject(Value value, const Shape& shape, const Path& path) {
    switch (shape.wording) {
      case ViolationText::by_value: return quote(value, shape, path);
      case ViolationText::by_path: return "Value at '" + to_text(path, false) + "'";
      case ViolationText::without_place:
      case ViolationText::alone: return "";
    }
    __builtin_unreachable();
  }

  static std::string quote(Value value, const Shape& shape, const Path& path) {
    const std::string text = shape.as_json ? json_text(value) : java_text(value, shape);
    return "Value '" + text + "' at '" + to_text(path, true) + "'";
  }

  void add(const std::string& where, std::string_view constraint) {
    if (violations_.size() == kMaxViolations) return;
    violations_.push_back((where.empty() ? "Failed" : where + " failed") +
                          " to satisfy constraint: " + std::string(constraint));
  }

  std::vector<std::string> violations_;
  bool uncounted_ = false;
};

void check_foremost(Object body, const Shape& input) {
  for (const Member& member : input.members) {
    if (member.presence != kForemost || body.find(member.name)) continue;
    core::throw_validation("The parameter '" + std::string(member.name) +
                           "' is required but was not present in the request");
  }
}

void check_members(Object body, std::span<const Member> members, core::ErrorCode code) {
  Walk walk;
  walk.members(body, members, nullptr);
  walk.throw_if_any(code);
}

}  // namespace

void check_constraints(Value body, const InputShape& input, core::FrontEnd front_end,
                       core::ErrorCode code) {
  if (front_end == core::FrontEnd::current) {
    for (const Member& member : input.current->one_by_one) {
      check_members(body.object(), {&member, 1}, code);
    }
    return check_members(body.object(), input.current->together, code);
  }
  if (!input.shape.constrained) return;
  check_foremost(body.object(), input.shape);
  check_members(body.object(), input.shape.members, code);
}

}  // namespace server::protocol
