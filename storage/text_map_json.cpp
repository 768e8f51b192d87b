#include "storage/text_map_json.h"

#include "core/json/value.h"
#include "core/json/writer.h"

namespace storage {

std::string text_map_json(const TextMap& map) {
  core::json::Writer writer;
  writer.begin_object();
  for (const auto& [name, text] : map) writer.member(name, std::string_view(text));
  return writer.end_object().take();
}

TextMap text_map_from_json(std::string_view json) {
  const auto document = core::json::Document::parse(std::string(json));
  TextMap map;
  document.root().object().for_each(
      [&](const core::json::Member& each) { map.emplace(each.name, each.value.string()); });
  return map;
}

}  // namespace storage
