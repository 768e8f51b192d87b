#pragma once

#include "server/protocol/model/input_shapes.h"

#include <span>
#include <string>

// Input shapes as text, so that a test shows a whole table of them: a line for each member.
//
//   DynamoDB_20120810.GetItem
//     TableName! string 3..255 or ARN
//     Key!! map of
//       key string ..65535
//       attribute value
//
// "!" is a required member, "!!" one that is asked for before all others.
namespace tests {

using server::protocol::InputShape;
using server::protocol::Member;
using server::protocol::Shape;
using server::protocol::ShapeKind;

inline std::string kind_text(ShapeKind kind) {
  switch (kind) {
    case ShapeKind::structure: return "structure";
    case ShapeKind::list: return "list of";
    case ShapeKind::map: return "map of";
    case ShapeKind::string: return "string";
    case ShapeKind::integer: return "integer";
    case ShapeKind::timestamp: return "timestamp";
    case ShapeKind::long_integer: return "long integer";
    case ShapeKind::boolean: return "boolean";
    case ShapeKind::blob: return "blob";
    case ShapeKind::attribute_value: return "attribute value";
  }
  __builtin_unreachable();
}

inline std::string bounds_text(const Shape& shape) {
  const bool least = shape.minimum != Shape::kNoMinimum;
  const bool most = shape.maximum != Shape::kNoMaximum;
  if (!least && !most) return "";
  return " " + (least ? std::to_string(shape.minimum) : std::string()) + ".." +
         (most ? std::to_string(shape.maximum) : std::string());
}

inline std::string values_text(std::span<const std::string_view> values, const char* before) {
  if (values.empty()) return "";
  std::string text = before;
  for (const auto value : values) text.append(" ").append(value);
  return text;
}

inline std::string wording_text(server::protocol::ViolationText wording) {
  using server::protocol::ViolationText;
  switch (wording) {
    case ViolationText::by_value: return "";
    case ViolationText::by_path: return ", told by path";
    case ViolationText::without_place: return ", told without place";
    case ViolationText::alone: return ", told alone";
  }
  __builtin_unreachable();
}

inline std::string flags_text(const Shape& shape) {
  std::string text;
  if (shape.or_arn) text += shape.empty_as_arn ? " or ARN or nothing" : " or ARN";
  if (shape.pattern) text.append(" matching ").append(shape.pattern->text);
  text += values_text(shape.values, " of");
  text += values_text(shape.misprint, ", printed as");
  text += wording_text(shape.wording);
  if (shape.as_json) text += ", quoted as JSON";
  if (shape.length_first) text += ", length first";
  if (shape.keys_last) text += ", keys last";
  return text;
}

inline std::string shape_text(const Shape& shape, const std::string& indent) {
  std::string text = kind_text(shape.kind) + bounds_text(shape) + flags_text(shape) + "\n";
  if (shape.key) text += indent + "key " + shape_text(*shape.key, indent + "  ");
  if (shape.element) text += indent + shape_text(*shape.element, indent + "  ");
  for (const Member& member : shape.members) {
    text.append(indent).append(member.name);
    if (member.presence != server::protocol::kOptional) text += "!";
    if (member.presence == server::protocol::kForemost) text += "!";
    text += " " + shape_text(member.shape, indent + "  ");
  }
  return text;
}

inline std::string names_text(std::span<const Member> members) {
  std::string text;
  for (const Member& member : members) text.append(" ").append(member.name);
  return text;
}

inline std::string inputs_text(std::span<const InputShape> inputs) {
  std::string text = "\n";
  for (const InputShape& each : inputs) {
    text.append(each.target).append(" ") += shape_text(each.shape, "  ");
    if (!each.current) continue;
    text += "  today one by one:" + names_text(each.current->one_by_one) + "\n";
    text += "  today together:" + names_text(each.current->together) + "\n";
  }
  return text;
}

}  // namespace tests
