#include "server/operations/items/canonical_json.h"

#include "core/json/writer.h"

#include <algorithm>
#include <vector>

namespace server::operations {
namespace {

using core::json::Member;

void write(core::json::Writer& writer, core::json::Value value);

// Of several of one name, the first counts.
std::vector<Member> sorted_members(const core::json::Object& object) {
  std::vector<Member> members;
  members.reserve(object.size());
  object.for_each([&](const Member& member) { members.push_back(member); });
  std::stable_sort(members.begin(), members.end(),
                   [](const Member& a, const Member& b) { return a.name < b.name; });
  const auto same = [](const Member& a, const Member& b) { return a.name == b.name; };
  members.erase(std::unique(members.begin(), members.end(), same), members.end());
  return members;
}

// Almost all of a large request's objects have one member: {"S":"text"}.
void write_object(core::json::Writer& writer, const core::json::Object& object) {
  writer.begin_object();
  if (object.size() == 1) {
    const Member only = object.at(0);
    write(writer.key(only.name), only.value);
  } else {
    for (const Member& each : sorted_members(object)) write(writer.key(each.name), each.value);
  }
  writer.end_object();
}

void write(core::json::Writer& writer, core::json::Value value) {
  if (value.is(core::json::Kind::array)) {
    writer.begin_array();
    value.array().for_each([&](core::json::Value element) { write(writer, element); });
    writer.end_array();
  } else if (value.is(core::json::Kind::object)) {
    write_object(writer, value.object());
  } else if (value.is(core::json::Kind::string)) {
    writer.string(value.string());
  } else {
    writer.raw(value.text());
  }
}

}  // namespace

std::string canonical_json(core::json::Value value) {
  core::json::Writer writer;
  write(writer, value);
  return writer.take();
}

}  // namespace server::operations
