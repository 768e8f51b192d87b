#pragma once

#include <map>
#include <string>
#include <string_view>

namespace storage {

using TextMap = std::map<std::string, std::string>;

// A map of texts (tags, attributes) as a column has it: one JSON object.
std::string text_map_json(const TextMap& map);
TextMap text_map_from_json(std::string_view json);

}  // namespace storage
