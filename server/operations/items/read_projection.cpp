#include "server/operations/items/read_projection.h"

#include "core/expressions/expression_paths.h"
#include "core/expressions/legacy_updates.h"
#include "core/expressions/parser.h"
#include "core/expressions/project.h"
#include "storage/item_codec.h"

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

core::Item project_stored(const core::expressions::Projection& projection,
                          std::string_view stored) {
  const auto names = core::expressions::attributes_of(core::expressions::paths_of(projection));
  return core::expressions::project(projection, storage::decode_attributes(stored, names));
}

}  // namespace server::operations
