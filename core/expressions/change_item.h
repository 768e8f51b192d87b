#pragma once

#include "core/expressions/document_path.h"

#include <vector>

// What an update changes in an item, once it is known: as fast for thousands of changes to one map
// or list as for one. No path may lie in another or be given twice.
namespace core::expressions {

struct Assignment {
  const DocumentPath* path;
  AttributeValue value;
};

// The value at the path; nullptr when there is none, but could be. Throws ApiError(validation) when
// there is nothing that it could be in.
AttributeValue* find_place(Item& item, const DocumentPath& path);

// Assigns where there was nothing: find_place() said so of each path. Elements beyond a list's end
// are appended in the order of their indexes.
void add_at(Item& item, std::vector<Assignment> assignments);

// Takes away what find_place() found. All indexes mean the lists as they were.
void remove_at(Item& item, std::vector<const DocumentPath*> paths);

}  // namespace core::expressions
