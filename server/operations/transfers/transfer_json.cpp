#include "server/operations/transfers/transfer_json.h"

namespace server::operations {

std::string text_in(const core::json::Object& object, std::string_view name) {
  const auto value = object.find(name);
  return value ? std::string(value->string()) : "";
}

std::int64_t whole_in(const core::json::Object& object, std::string_view name) {
  return *object.find(name)->whole();
}

}  // namespace server::operations
