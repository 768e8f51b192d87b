#pragma once

#include "core/expressions/ast.h"
#include "core/expressions/key_condition.h"
#include "core/key_schema.h"

#include <cstddef>
#include <vector>

// Which parts of a table or an index a SELECT needs to read: WHERE as alternatives, any of which
// an item may fulfil, each with what it says about the key. AWS calls reading one of them a
// decomposed read operation.
namespace core::partiql {

struct KeyAlternative {
  // What fixes the partition attribute, and what bounds the sort attribute; each may be said more
  // than once.
  std::vector<expressions::KeyTerm> partition;
  std::vector<expressions::KeyTerm> sort;
  // The rest. They point into WHERE.
  std::vector<const expressions::Condition*> filters;
};

struct KeyAlternatives {
  std::vector<KeyAlternative> all;  // at least one
  // There are so many, or so much is said in each, that the rest was given up.
  bool too_many = false;

  // Whether every one fixes the partition attribute, to one value: then only partitions are read,
  // and not all there is.
  bool keyed() const;
};

// How many alternatives are written out at most.
inline constexpr std::size_t kMaxAlternatives = 1000;
// How many of them AWS reads.
inline constexpr std::size_t kMaxDecomposedReads = 50;

// The key must have one partition attribute and at most one sort attribute. `where` must outlive
// the result; nullptr: there is none.
KeyAlternatives find_alternatives(const expressions::Condition* where, const KeySchema& key);

// Whether the condition denies something of the attribute: NOT of a condition on it, or <>.
bool denies(const expressions::Condition& condition, std::string_view attribute);

}  // namespace core::partiql
