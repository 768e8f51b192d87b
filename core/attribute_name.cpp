#include "core/attribute_name.h"

#include "core/api_error.h"
#include "core/limits.h"

namespace core {

void check_attribute_name(std::string_view name) {
  if (name.empty()) throw_validation("Empty attribute name");
  if (name.size() <= limits::kMaxAttributeNameBytes) return;
  // As DynamoDB Local words it; of AWS's own text only the limit is recorded.
  throw_validation("Attribute name is too large, must be less than 65536 bytes");
}

}  // namespace core
