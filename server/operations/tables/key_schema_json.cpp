#include "server/operations/tables/key_schema_json.h"

namespace server::operations {
namespace {

void write_elements(core::json::Writer& writer,
                    const std::vector<core::AttributeDefinition>& attributes,
                    std::string_view key_type) {
  for (const auto& attribute : attributes) {
    writer.begin_object().member("AttributeName", attribute.name);
    writer.member("KeyType", key_type).end_object();
  }
}

}  // namespace

void write_key_schema(core::json::Writer& writer, const core::KeySchema& schema) {
  writer.begin_array();
  write_elements(writer, schema.partition, "HASH");
  write_elements(writer, schema.sort, "RANGE");
  writer.end_array();
}

}  // namespace server::operations
