#pragma once

#include "core/expressions/path_overlap.h"
#include "tests/unit/core/expressions/json_values.h"

#include <random>
#include <string>
#include <utility>
#include <vector>

// Small items with lists and maps in them, and paths that lead into them.
namespace core::expressions::testing {

inline std::string random_name(std::mt19937& random) {
  return std::string(1, static_cast<char>('a' + random() % 12));
}

inline AttributeValue random_value(std::mt19937& random, int levels) {
  const auto kind = levels > 0 ? random() % 4 : 0;
  if (kind == 1) {
    List list;
    for (auto left = random() % 12; left > 0; --left) {
      list.push_back(random_value(random, levels - 1));
    }
    return AttributeValue(std::move(list));
  }
  if (kind == 2 || kind == 3) {
    AttributeMap map;
    for (auto left = random() % 12; left > 0; --left) {
      map.insert_or_assign(random_name(random), random_value(random, levels - 1));
    }
    return AttributeValue(std::move(map));
  }
  return AttributeValue(Number(static_cast<std::int64_t>(random() % 1000)));
}

inline Item random_item(std::mt19937& random) {
  Item item;
  for (auto left = random() % 12; left > 0; --left) {
    item.insert_or_assign(random_name(random), random_value(random, 3));
  }
  return item;
}

// Leads to a value that is there or could be.
inline DocumentPath random_path(std::mt19937& random, const Item& item) {
  DocumentPath path{random_name(random), {}};
  for (;;) {
    const AttributeValue* value = find(item, path);
    if (value == nullptr || random() % 4 == 0) return path;
    if (value->type() == AttributeType::list) {
      path.steps.emplace_back(std::size_t{random() % 14});
    } else if (value->type() == AttributeType::map) {
      path.steps.emplace_back(random_name(random));
    } else {
      return path;
    }
  }
}

inline bool are_apart(const std::vector<DocumentPath>& paths) {
  Faults faults("UpdateExpression");
  check_paths(paths, faults);
  return error_of([&] { faults.raise(); }).empty();
}

}  // namespace core::expressions::testing
