#pragma once

#include "storage/object_table.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace server::s3 {

struct ListingQuery {
  std::string prefix;
  std::string delimiter;  // empty: none
  std::string after;      // a key or a common prefix that was listed, or any text
  std::size_t most = 0;   // keys and common prefixes together
};

struct Listing {
  std::vector<storage::ListedObject> objects;
  std::vector<std::string> common_prefixes;
  std::string last;  // what was listed last, of either kind
  bool is_truncated = false;
};

// The first objects from a key on, so many at most.
using ListFrom =
    std::function<std::vector<storage::ListedObject>(std::string_view from, std::size_t most)>;

// Keys with the prefix, in the order of their bytes, behind `after`. Those that have the delimiter
// behind the prefix count and show as one common prefix, and are leapt over, however many they are.
Listing list_keys(const ListingQuery& query, const ListFrom& list_from);

}  // namespace server::s3
