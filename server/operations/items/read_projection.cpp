#include "server/operations/items/read_projection.h"

#include "core/expressions/legacy_updates.h"
#include "core/expressions/parser.h"

namespace server::operations {

std::optional<core::expressions::Projection> read_projection(
    const core::json::Object& request, core::expressions::Placeholders& placeholders) {
  if (const auto text = request.find("ProjectionExpression")) {
    return core::expressions::parse_projection(text->string(), placeholders);
  }
  if (const auto names = request.find("AttributesToGet")) {
    return core::expressions::read_attributes_to_get(names->array());
  }
  return std::nullopt;
}

}  // namespace server::operations
