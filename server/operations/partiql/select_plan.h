#pragma once

#include "core/partiql/columns.h"
#include "core/partiql/key_alternatives.h"
#include "server/operations/items/item_scan.h"
#include "server/operations/partiql/prepared_statement.h"

#include <optional>
#include <string_view>
#include <vector>

// How a SELECT is read: by which parts of its table or index, in which order.
namespace server::operations {

// What a SELECT says once its parameters are known, and not yet held against a key.
struct SelectTerms {
  std::optional<core::partiql::Columns> columns;  // nullopt: all there is
  std::optional<core::expressions::Condition> where;
};
// Throws ApiError(validation) for what DynamoDB doesn't select by. The table needn't be there.
SelectTerms bind_select(const core::partiql::Select& select, const PreparedStatement& prepared);

// What the columns show of a stored item.
core::Item pick_stored(const core::partiql::Columns& columns, std::string_view stored);

// Throws for more alternatives than are read, and for two that have a part of one partition in
// common.
void check_decomposed(const core::partiql::KeyAlternatives& alternatives,
                      const core::KeySchema& key);

// The one item that WHERE names by its key, and nothing else; nullopt when it does otherwise.
std::optional<core::Item> find_single_key(const core::partiql::KeyAlternatives& alternatives,
                                          const core::KeySchema& key);

// Some keys of the source, and whether they are a single item's.
struct PlannedRange {
  storage::KeyRange keys;
  bool single = false;
};

struct SelectPlan {
  ReadSource source;
  std::vector<PlannedRange> ranges;  // one after the other
  PageRequest page;                  // for each of them, but for the range
};
SelectPlan plan_select(const PreparedStatement& prepared, bool consistent);

}  // namespace server::operations
