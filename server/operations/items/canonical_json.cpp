#include "server/operations/items/canonical_json.h"

#include "core/json/writer.h"

#include <map>

namespace server::operations {
namespace {

void write(core::json::Writer& writer, core::json::Value value) {
  if (value.is(core::json::Kind::array)) {
    writer.begin_array();
    value.array().for_each([&](core::json::Value element) { write(writer, element); });
    writer.end_array();
  } else if (value.is(core::json::Kind::object)) {
    std::map<std::string_view, core::json::Value> members;
    value.object().for_each(
        [&](const core::json::Member& member) { members.emplace(member.name, member.value); });
    writer.begin_object();
    for (const auto& [name, member] : members) write(writer.key(name), member);
    writer.end_object();
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
