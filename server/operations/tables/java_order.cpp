#include "server/operations/tables/java_order.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace server::operations {

std::vector<std::string_view> in_java_order(std::vector<std::string_view> names) {
  std::size_t buckets = 16;
  while (names.size() * 4 > buckets * 3) buckets *= 2;
  const auto bucket = [&](std::string_view name) {
    std::uint32_t hash = 0;
    for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(c);
    return (hash ^ (hash >> 16U)) & (buckets - 1);
  };
  std::stable_sort(names.begin(), names.end(), [&](std::string_view left, std::string_view right) {
    return bucket(left) < bucket(right);
  });
  return names;
}

}  // namespace server::operations
