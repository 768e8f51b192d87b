#include "core/expressions/path_overlap.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace core::expressions {

namespace {

constexpr std::size_t kFewPaths = 4;  // compared with each other faster than sorted

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

// Paths that begin alike stand together when sorted: the path itself first, then those that go on
// with a key, then those with an index. So if any two aren't apart, two neighbours aren't.
bool all_apart(std::span<const DocumentPath> paths) {
  std::vector<const DocumentPath*> sorted;
  sorted.reserve(paths.size());
  for (const DocumentPath& path : paths) sorted.push_back(&path);
  std::sort(sorted.begin(), sorted.end(), [](const DocumentPath* a, const DocumentPath* b) {
    return std::tie(a->attribute, a->steps) < std::tie(b->attribute, b->steps);
  });
  return std::adjacent_find(sorted.begin(), sorted.end(),
                            [](const DocumentPath* a, const DocumentPath* b) {
                              return relate(*a, *b) != Relation::apart;
                            }) == sorted.end();
}

}  // namespace

// An overlap is reported before a conflict, and of each the first: no others are written out.
void check_paths(std::span<const DocumentPath> paths, Faults& faults) {
  if (paths.size() > kFewPaths && all_apart(paths)) return;
  bool conflicting = false;
  for (std::size_t two = 1; two < paths.size(); ++two) {
    for (std::size_t one = 0; one < two; ++one) {
      const Relation relation = relate(paths[one], paths[two]);
      if (relation == Relation::apart) continue;
      const bool overlapping = relation == Relation::overlapping;
      if (!overlapping && std::exchange(conflicting, true)) continue;
      note(relation, paths[one], paths[two], faults);
      if (overlapping) return;
    }
  }
}

}  // namespace core::expressions
