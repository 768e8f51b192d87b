#include "server/operations/partiql/key_ranges.h"

#include "core/api_error.h"
#include "server/operations/items/key_range.h"

#include <algorithm>
#include <utility>

namespace server::operations {
namespace {

using core::AttributeValue;
using core::expressions::KeySelection;
using core::expressions::KeyTerm;
using core::partiql::KeyAlternative;
using core::partiql::KeyAlternatives;

struct PartitionRange {
  const AttributeValue* partition;
  PlannedRange range;
};

const AttributeValue& partition_of(const KeyAlternative& alternative) {
  return alternative.partition.front().operands.front();
}

storage::KeyRange narrowed(storage::KeyRange range, storage::KeyRange by) {
  range.first = std::max(std::move(range.first), std::move(by.first));
  if (range.end.empty() || (!by.end.empty() && by.end < range.end)) range.end = std::move(by.end);
  return range;
}

bool is_nothing(const storage::KeyRange& range) {
  return !range.end.empty() && range.first >= range.end;
}

// By partition, then by key. All values of a key attribute have its type.
void sort_ranges(std::vector<PartitionRange>& ranges) {
  std::stable_sort(ranges.begin(), ranges.end(),
                   [](const PartitionRange& a, const PartitionRange& b) {
                     const auto order = core::compare(*a.partition, *b.partition);
                     if (order && *order != std::strong_ordering::equal) return std::is_lt(*order);
                     return a.range.keys.first < b.range.keys.first;
                   });
}

void check_apart(const std::vector<PartitionRange>& sorted) {
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const PartitionRange& before = sorted[i - 1];
    if (*before.partition != *sorted[i].partition) continue;
    const std::string& end = before.range.keys.end;
    if (!end.empty() && sorted[i].range.keys.first >= end) continue;
    core::throw_validation(
        "Overlapping conditions with range keys are not supported in where clause");
  }
}

std::vector<PlannedRange> in_order(std::vector<PartitionRange> sorted, ReadOrder order) {
  if (order.within == storage::Direction::backward) std::reverse(sorted.begin(), sorted.end());
  if (order.partitions != order.within) {
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](const PartitionRange& a, const PartitionRange& b) {
                       const auto less = core::compare(*a.partition, *b.partition);
                       if (!less) return false;
                       return order.partitions == storage::Direction::forward ? std::is_lt(*less)
                                                                              : std::is_gt(*less);
                     });
  }
  std::vector<PlannedRange> ranges;
  ranges.reserve(sorted.size());
  for (PartitionRange& each : sorted) ranges.push_back(std::move(each.range));
  return ranges;
}

}  // namespace

std::optional<PlannedRange> range_of(const KeyAlternative& alternative,
                                     const core::KeySchema& key) {
  KeySelection selection;
  selection.partition.push_back(partition_of(alternative));
  if (alternative.sort.empty())
    return PlannedRange{selected_range(key, selection), key.sort.empty()};
  std::optional<PlannedRange> range;
  for (const KeyTerm& term : alternative.sort) {
    const bool single = term.op == core::expressions::KeyOperator::equal;
    selection.sort.assign(1, term);
    PlannedRange by{selected_range(key, selection), single};
    if (range) by = {narrowed(std::move(range->keys), std::move(by.keys)), range->single || single};
    range = std::move(by);
  }
  if (is_nothing(range->keys)) return std::nullopt;
  return range;
}

std::vector<PlannedRange> ranges_of(const KeyAlternatives& alternatives, const core::KeySchema& key,
                                    ReadOrder order) {
  std::vector<PartitionRange> ranges;
  for (const KeyAlternative& each : alternatives.all) {
    if (auto range = range_of(each, key)) {
      ranges.push_back({&partition_of(each), *std::move(range)});
    }
  }
  if (ranges.size() > 1) {
    sort_ranges(ranges);
    check_apart(ranges);
  }
  return in_order(std::move(ranges), order);
}

std::vector<PlannedRange> partitions_of(const KeyAlternatives& alternatives,
                                        const core::KeySchema& key, ReadOrder order) {
  std::vector<PartitionRange> ranges;
  for (const KeyAlternative& each : alternatives.all) {
    KeyAlternative whole;
    whole.partition = each.partition;
    ranges.push_back({&partition_of(each), *range_of(whole, key)});
  }
  sort_ranges(ranges);
  const auto same = [](const PartitionRange& a, const PartitionRange& b) {
    return *a.partition == *b.partition;
  };
  ranges.erase(std::unique(ranges.begin(), ranges.end(), same), ranges.end());
  return in_order(std::move(ranges), order);
}

}  // namespace server::operations
