#include "core/expressions/path_overlap.h"

#include <fmt/format.h>

#include <algorithm>

namespace core::expressions {

namespace {

enum class Relation { apart, overlapping, conflicting };

Relation relate(const DocumentPath& a, const DocumentPath& b) {
  if (a.attribute != b.attribute) return Relation::apart;
  const std::size_t shared = std::min(a.steps.size(), b.steps.size());
  for (std::size_t i = 0; i < shared; ++i) {
    if (a.steps[i].index() != b.steps[i].index()) return Relation::conflicting;
    if (a.steps[i] != b.steps[i]) return Relation::apart;
  }
  return Relation::overlapping;
}

void note(Relation relation, const DocumentPath& one, const DocumentPath& two, Faults& faults) {
  const bool overlap = relation == Relation::overlapping;
  faults.note(overlap ? Fault::overlapping_paths : Fault::conflicting_paths,
              fmt::format("Two document paths {} with each other; must remove or rewrite one of "
                          "these paths; path one: {}, path two: {}",
                          overlap ? "overlap" : "conflict", text(one), text(two)));
}

}  // namespace

void check_paths(std::span<const DocumentPath> paths, Faults& faults) {
  for (std::size_t two = 1; two < paths.size(); ++two) {
    for (std::size_t one = 0; one < two; ++one) {
      const Relation relation = relate(paths[one], paths[two]);
      if (relation != Relation::apart) note(relation, paths[one], paths[two], faults);
    }
  }
}

}  // namespace core::expressions
