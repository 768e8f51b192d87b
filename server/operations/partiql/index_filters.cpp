#include "server/operations/partiql/index_filters.h"

#include "core/api_error.h"
#include "core/expressions/expression_paths.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace server::operations {
namespace {

using core::partiql::KeyAlternative;
using Names = std::vector<std::string_view>;

Names missing_of(const ReadSource& source, const KeyAlternative& alternative) {
  Names missing;
  for (const auto* filter : alternative.filters) {
    for (const auto* path : core::expressions::paths_of(*filter)) {
      const std::string_view name = path->attribute;
      const bool known = std::find(missing.begin(), missing.end(), name) != missing.end();
      if (!known && !source.projects(name)) missing.push_back(name);
    }
  }
  return missing;
}

// AWS prints a set of Java's, which is ordered by the low bits of its members' hashes, as many as
// there are places: sixteen, and twice as many whenever three quarters of them are taken.
void order_as_java(Names& names) {
  std::size_t places = 16;
  while (names.size() * 4 > places * 3) places *= 2;
  const auto place_of = [&](std::string_view name) {
    std::uint32_t hash = 0;
    for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(c);
    return (hash ^ (hash >> 16U)) & (places - 1);
  };
  std::stable_sort(names.begin(), names.end(), [&](std::string_view a, std::string_view b) {
    return place_of(a) < place_of(b);
  });
}

bool is_before(const KeyAlternative* a, const KeyAlternative* b) {
  const auto order =
      core::compare(a->partition.front().operands.front(), b->partition.front().operands.front());
  return order && std::is_lt(*order);
}

}  // namespace

void check_filters_projected(const ReadSource& source,
                             const core::partiql::KeyAlternatives& alternatives) {
  std::vector<const KeyAlternative*> sorted;
  for (const KeyAlternative& each : alternatives.all) sorted.push_back(&each);
  std::stable_sort(sorted.begin(), sorted.end(), is_before);
  Names missing;  // of the last one: that is what AWS tells
  for (const KeyAlternative* each : sorted) {
    missing = missing_of(source, *each);
    if (missing.empty()) return;
  }
  order_as_java(missing);
  core::throw_validation(
      fmt::format("One or more parameter values were invalid: Secondary index {} does not project "
                  "one or more filter attributes: [{}]",
                  source.index->definition.name.get(), fmt::join(missing, ", ")));
}

}  // namespace server::operations
