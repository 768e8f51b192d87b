#include "server/operations/items/key_range.h"

#include "core/ensure.h"
#include "storage/key_codec.h"

namespace server::operations {
namespace {

using core::expressions::KeyOperator;
using core::expressions::KeyTerm;

storage::KeyRange all_with(std::string prefix) {
  std::string end = storage::end_of_prefix(prefix);
  return {std::move(prefix), std::move(end)};
}

std::string with_part(std::string prefix, const core::AttributeValue& value) {
  storage::append_key_part(prefix, value);
  return prefix;
}

storage::KeyRange range_of(const std::string& prefix, const KeyTerm& term) {
  storage::KeyRange partition = all_with(prefix);
  const std::string low = with_part(prefix, term.operands.front());
  switch (term.op) {
    case KeyOperator::equal: return all_with(low);
    case KeyOperator::less: return {partition.first, low};
    case KeyOperator::less_or_equal: return {partition.first, storage::end_of_prefix(low)};
    case KeyOperator::greater: return {storage::end_of_prefix(low), partition.end};
    case KeyOperator::greater_or_equal: return {low, partition.end};
    case KeyOperator::between:
      return {low, storage::end_of_prefix(with_part(prefix, term.operands.back()))};
    case KeyOperator::begins_with: {
      std::string beginning = prefix;
      storage::append_key_prefix(beginning, term.operands.front());
      return all_with(std::move(beginning));
    }
    case KeyOperator::not_indexable: break;
  }
  core::ensure(false, "a key condition can be a range");
  return partition;
}

// The key from which on a segment's hashes run: the smallest hash that is segment/total of 2^64.
std::string segment_start(std::uint64_t segment, std::uint64_t total) {
  __extension__ using Wide = unsigned __int128;
  std::string key;
  storage::append_hash(key,
                       static_cast<std::uint64_t>(((Wide{segment} << 64) + total - 1) / total));
  return key;
}

}  // namespace

storage::KeyRange selected_range(const core::KeySchema& key,
                                 const core::expressions::KeySelection& selection) {
  core::Item partition;
  for (std::size_t i = 0; i < key.partition.size(); ++i) {
    partition.insert_or_assign(key.partition[i].name, selection.partition[i]);
  }
  std::string prefix = storage::encode_partition(key, partition);
  for (const KeyTerm& term : selection.sort) {
    if (term.op != KeyOperator::equal) return range_of(prefix, term);
    storage::append_key_part(prefix, term.operands.front());
  }
  return all_with(std::move(prefix));
}

storage::KeyRange segment_range(std::uint64_t segment, std::uint64_t total_segments) {
  storage::KeyRange range;
  if (segment > 0) range.first = segment_start(segment, total_segments);
  if (segment + 1 < total_segments) range.end = segment_start(segment + 1, total_segments);
  return range;
}

bool contains(const storage::KeyRange& range, std::string_view key) {
  return key >= range.first && (range.end.empty() || key < range.end);
}

storage::KeyRange range_after(storage::KeyRange range, std::string key,
                              storage::Direction direction) {
  if (direction == storage::Direction::backward) {
    range.end = std::move(key);
  } else {
    range.first = std::move(key);
    range.first.push_back('\0');  // the next string of all: no key is the beginning of another one
  }
  return range;
}

}  // namespace server::operations
