#pragma once

#include <map>
#include <string>
#include <string_view>

namespace server::s3 {

// What an object's writer said of it, and the checksum: kept beside the bytes as a JSON document.
struct ObjectDescription {
  std::string content_type = "binary/octet-stream";
  std::map<std::string, std::string> headers;   // Cache-Control and the like
  std::map<std::string, std::string> metadata;  // by what follows x-amz-meta-, in lower case
  std::string checksum_algorithm;               // of all_checksums()
  std::string checksum;
};

std::string to_json(const ObjectDescription& description);
ObjectDescription description_from_json(std::string_view json);

}  // namespace server::s3
