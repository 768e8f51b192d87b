#pragma once

#include "core/expressions/ast.h"
#include "core/expressions/expression_paths.h"

namespace core::expressions {

// What a projection keeps of items, worked out once for all of them. How long an item takes depends
// on what it has, not on what else the projection names.
class Projector {
 public:
  // The paths must outlive it.
  explicit Projector(Paths paths);

  // The parts of the item that the projection names. What isn't there is left out; list elements
  // keep their order and close up.
  Item take(Item item) const;
  // The same of an item that stays: no more than these parts is copied.
  Item copy(const Item& item) const;

 private:
  Paths paths_;  // sorted
};

// Of one item.
Item project(const Projection& projection, Item item);

}  // namespace core::expressions
