#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

// The shapes of an operation's input, as the AWS API reference describes them: which members, of
// which types, under which constraints. Tables of them stand in model/; deserialize.h and
// constraints.h walk a body along them. All of it is built at compile time:
//
//   constexpr Shape kTagKey = kString.between(1, 128);
//   constexpr Member kTagMembers[] = {
//       {"Key",   kTagKey,              kRequired},
//       {"Value", kString.at_most(256), kRequired},
//   };
//   constexpr Shape kTag = structure("Tag", kTagMembers);
//   constexpr Shape kTags = list_of(kTag);
//
// A shape handed to list_of or map_of must have a name of its own: only members may hold temporary
// ones (a member's reference prolongs their lives). And a row needs to have no commas but those
// between its columns, which clang-format aligns by.
namespace server::protocol {

enum class ShapeKind {
  structure,
  list,
  map,
  string,
  integer,
  long_integer,
  timestamp,  // seconds since the epoch, with a fraction
  boolean,
  blob,
  attribute_value
};

// A regular expression, and the same as a function.
struct Pattern {
  std::string_view text;
  bool (*matches)(std::string_view);
};

enum class Presence {
  optional,
  required,  // "Member must not be null", among the other violations
  foremost,  // "The parameter 'TableName' is required …", before any other check
};
inline constexpr Presence kOptional = Presence::optional;
inline constexpr Presence kRequired = Presence::required;
inline constexpr Presence kForemost = Presence::foremost;

// How a violated constraint is told. AWS is moving from the first to the others, member by member.
enum class ViolationText {
  by_value,       // "Value '0' at 'limit' failed to satisfy constraint: …"
  by_path,        // "Value at 'Limit' failed to …"
  without_place,  // "Failed to satisfy constraint: …"
  alone,          // the same, and without "1 validation error detected: " before it
};

struct Shape;

struct Member {
  std::string_view name;
  const Shape& shape;
  Presence presence;
};

struct Shape {
  static constexpr std::int64_t kNoMinimum = std::numeric_limits<std::int64_t>::min();
  static constexpr std::int64_t kNoMaximum = std::numeric_limits<std::int64_t>::max();

  ShapeKind kind;
  std::string_view name = {};            // a structure's class: AWS's texts show it
  std::span<const Member> members = {};  // a structure's, in the order AWS reports violations
  const Shape* element = nullptr;        // of a list or a map
  const Shape* key = nullptr;            // of a map; its constraints only
  std::span<const std::string_view> values = {};    // an enum's, in the order AWS prints them
  std::span<const std::string_view> misprint = {};  // what AWS prints in place of values
  std::int64_t minimum = kNoMinimum;                // of a number's value, else of the length
  std::int64_t maximum = kNoMaximum;
  const Pattern* pattern = nullptr;
  ViolationText wording = ViolationText::by_value;
  bool as_json = false;       // quoted_as_json()
  bool or_arn = false;        // a resource's name, or its ARN in the name's place
  bool empty_as_arn = false;  // or_resource_arn_or_nothing()
  bool length_first = false;  // with_length_told_first()
  bool keys_last = false;     // with_keys_checked_last()
  bool constrained = false;   // something in or below this shape may be violated

  constexpr Shape at_least(std::int64_t bound) const { return between(bound, maximum); }
  constexpr Shape at_most(std::int64_t bound) const { return between(minimum, bound); }
  constexpr Shape between(std::int64_t least, std::int64_t most) const {
    Shape shape = constrained_copy();
    shape.minimum = least;
    shape.maximum = most;
    return shape;
  }
  constexpr Shape matching(const Pattern& text) const {
    Shape shape = constrained_copy();
    shape.pattern = &text;
    return shape;
  }
  constexpr Shape one_of(std::span<const std::string_view> choices) const {
    Shape shape = constrained_copy();
    shape.values = choices;
    return shape;
  }
  // Lets an ARN of up to 1024 characters pass where the other constraints ask for a name.
  constexpr Shape or_resource_arn() const {
    Shape shape = constrained_copy();
    shape.or_arn = true;
    return shape;
  }
  // The same, where AWS asks of an empty name only what it asks of an ARN.
  constexpr Shape or_resource_arn_or_nothing() const {
    Shape shape = or_resource_arn();
    shape.empty_as_arn = true;
    return shape;
  }
  // In place of the pattern, which most texts begin with.
  constexpr Shape with_length_told_first() const {
    Shape shape = constrained_copy();
    shape.length_first = true;
    return shape;
  }
  // Some of AWS's newer texts list other values than AWS takes.
  constexpr Shape misprinted_as(std::span<const std::string_view> choices) const {
    Shape shape = constrained_copy();
    shape.misprint = choices;
    return shape;
  }
  // Of the shape's own constraints; a missing member is told by value.
  constexpr Shape worded(ViolationText choice) const {
    Shape shape = constrained_copy();
    shape.wording = choice;
    return shape;
  }
  // What AWS quotes of it is JSON as it came, not the text of its Java objects.
  constexpr Shape quoted_as_json() const {
    Shape shape = constrained_copy();
    shape.as_json = true;
    return shape;
  }
  // What is wrong with a map's keys is told only where nothing before it is wrong.
  constexpr Shape with_keys_checked_last() const {
    Shape shape = constrained_copy();
    shape.keys_last = true;
    return shape;
  }
  constexpr Shape keyed_by(const Shape& keys) const {
    Shape shape = constrained_copy();
    shape.key = &keys;
    return shape;
  }

 private:
  constexpr Shape constrained_copy() const {
    Shape shape = *this;
    shape.constrained = true;
    return shape;
  }
};

inline constexpr Shape kString{ShapeKind::string};
inline constexpr Shape kInteger{ShapeKind::integer};
inline constexpr Shape kLong{ShapeKind::long_integer};
inline constexpr Shape kTimestamp{ShapeKind::timestamp};
inline constexpr Shape kBoolean{ShapeKind::boolean};
inline constexpr Shape kBlob{ShapeKind::blob};
inline constexpr Shape kAttributeValue{ShapeKind::attribute_value, "AttributeValue"};

// Null elements are a violation, except of attribute values: reading those refuses them itself.
constexpr bool elements_need_a_visit(const Shape& element) {
  return element.constrained || element.kind != ShapeKind::attribute_value;
}
constexpr Shape list_of(const Shape& element) {
  Shape shape{ShapeKind::list};
  shape.element = &element;
  shape.constrained = elements_need_a_visit(element);
  return shape;
}
constexpr Shape map_of(const Shape& element) {
  Shape shape{ShapeKind::map};
  shape.element = &element;
  shape.constrained = elements_need_a_visit(element);
  return shape;
}
constexpr Shape structure(std::string_view name, std::span<const Member> members) {
  Shape shape{ShapeKind::structure, name, members};
  shape.constrained = !members.empty();
  return shape;
}

}  // namespace server::protocol
