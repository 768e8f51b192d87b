#include "core/expressions/parser.h"
#include "core/expressions/path_overlap.h"
#include "core/expressions/path_parser.h"

namespace core::expressions {

// projection := path ("," path)*
Projection parse_projection(std::string_view text, Placeholders& placeholders) {
  Cursor cursor(text, "ProjectionExpression", {}, placeholders);
  Projection projection;
  do {
    projection.paths.push_back(parse_path(cursor));
  } while (cursor.skip(","));
  check_paths(projection.paths, cursor.faults());
  cursor.finish();
  return projection;
}

}  // namespace core::expressions
