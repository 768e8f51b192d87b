#include "server/seeds/templates/intrinsics.h"

namespace server::seeds {
namespace {

// !GetAtt a.b.c is of the resource a; its attribute is b.c.
Value parts_of(Value value) {
  if (!value.is(Value::Kind::text)) return value;
  const auto dot = value.text.find('.');
  if (dot == std::string::npos) return value;
  Value parts =
      list_value({text_value(value.text.substr(0, dot)), text_value(value.text.substr(dot + 1))});
  parts.line = value.line;
  for (Value& part : parts.list) part.line = value.line;
  return parts;
}

}  // namespace

Value long_form(Value value) {
  for (Value& each : value.list) each = long_form(std::move(each));
  for (auto& member : value.members) {
    member.value = long_form(std::move(member.value));
    if (member.name == "Fn::GetAtt") member.value = parts_of(std::move(member.value));
  }
  const std::string tag = std::exchange(value.tag, {});
  if (tag.empty()) return value;
  const std::size_t line = value.line;
  const bool is_bare = tag == "Ref" || tag == "Condition";
  Value call;
  call.set(is_bare ? tag : "Fn::" + tag,
           tag == "GetAtt" ? parts_of(std::move(value)) : std::move(value));
  call.line = line;
  return call;
}

}  // namespace server::seeds
