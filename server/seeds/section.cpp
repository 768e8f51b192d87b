#include "server/seeds/section.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::seeds {

Place Entry::place_of(std::string_view member) const {
  const Value* const found = value.find(member);
  return {ground.file, found && found->line > 0 ? found->line : value.line, path / member};
}

std::string Entry::require_text(std::string_view member) const {
  std::string text = value.text_of(member);
  if (text.empty()) throw Fault(place(), fmt::format("{} is missing", member));
  return text;
}

void Entry::refuse_unknown(std::span<const std::string_view> known) const {
  for (const auto& [name, ignored] : value.members) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    throw Fault(place_of(name),
                fmt::format("there is no such member; there are {}", fmt::join(known, ", ")));
  }
}

std::string stream_of(std::string_view table) {
  return fmt::format("the stream of table {}", table);
}

std::string url_of_queue(std::string_view queue) {
  return fmt::format("the URL of queue {}", queue);
}

std::string layer_arn_of(std::string_view layer) {
  return fmt::format("the ARN of layer {}", layer);
}

std::string number_of_version(std::string_view function) {
  return fmt::format("the version of function {}", function);
}

Value with_texts(Value map) {
  for (auto& member : map.members) {
    if (member.value.is_scalar()) member.value.kind = Value::Kind::text;
  }
  return map;
}

}  // namespace server::seeds
