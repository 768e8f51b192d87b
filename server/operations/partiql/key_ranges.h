#pragma once

#include "core/partiql/key_alternatives.h"
#include "server/operations/partiql/select_plan.h"

#include <vector>

namespace server::operations {

// One alternative's keys: what all of its terms have in common. nullopt when that is nothing. It
// must fix the partition attribute.
std::optional<PlannedRange> range_of(const core::partiql::KeyAlternative& alternative,
                                     const core::KeySchema& key);

// In which order alternatives are read.
struct ReadOrder {
  storage::Direction partitions = storage::Direction::forward;
  storage::Direction within = storage::Direction::forward;
};

// The ranges of keyed alternatives in that order. Throws ApiError(validation) when two have keys in
// common, unless WHERE is a filter to all that is read.
std::vector<PlannedRange> ranges_of(const core::partiql::KeyAlternatives& alternatives,
                                    const core::KeySchema& key, ReadOrder order);

// The same with each partition as a whole.
std::vector<PlannedRange> partitions_of(const core::partiql::KeyAlternatives& alternatives,
                                        const core::KeySchema& key, ReadOrder order);

}  // namespace server::operations
