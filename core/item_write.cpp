#include "core/item_write.h"

#include "core/api_error.h"
#include "core/expressions/apply_update.h"
#include "core/expressions/evaluate_condition.h"
#include "core/item_size.h"
#include "core/limits.h"

namespace core {

namespace {

using expressions::Effort;

bool fails(const std::optional<expressions::Condition>& condition, const Item* previous,
           Effort& effort) {
  return condition && !expressions::holds(*condition, previous, effort);
}

Outcome condition_failed() {
  Outcome outcome;
  outcome.condition_failed = true;
  return outcome;
}

Outcome keep_previous() {
  Outcome outcome;
  outcome.keep_previous = true;
  return outcome;
}

Outcome apply_one(PutItem&& write, const Item* previous, bool, Effort& effort) {
  if (item_size_bytes(write.item) > limits::kMaxItemBytes) {
    throw_validation("Item size has exceeded the maximum allowed size");
  }
  if (fails(write.condition, previous, effort)) return condition_failed();
  Outcome outcome;
  outcome.new_item = std::move(write.item);
  return outcome;
}

Outcome apply_one(const DeleteItem& write, const Item* previous, bool, Effort& effort) {
  return fails(write.condition, previous, effort) ? condition_failed() : Outcome();
}

Outcome apply_one(UpdateItem&& write, Item* previous, bool keeps_previous, Effort& effort) {
  if (fails(write.condition, previous, effort)) return condition_failed();
  // Nothing to remove from: AWS makes no item then, and doesn't mind the paths.
  if (previous == nullptr && expressions::only_removes(write.update)) return keep_previous();
  Item before = previous == nullptr ? std::move(write.key)
                : keeps_previous    ? *previous
                                    : std::move(*previous);
  Outcome outcome;
  outcome.new_item = expressions::apply_update(write.update, std::move(before));
  if (item_size_bytes(*outcome.new_item) > limits::kMaxItemBytes) {
    expressions::throw_updated_item_too_large();
  }
  return outcome;
}

Outcome apply_one(const ConditionCheck& write, const Item* previous, bool, Effort& effort) {
  return expressions::holds(write.condition, previous, effort) ? keep_previous()
                                                               : condition_failed();
}

}  // namespace

Outcome apply(ItemWrite write, Item* previous, bool keeps_previous, expressions::Effort& effort) {
  return std::visit(
      [&](auto& one) { return apply_one(std::move(one), previous, keeps_previous, effort); },
      write);
}

bool reads_previous(const ItemWrite& write) {
  if (const auto* put = std::get_if<PutItem>(&write)) return put->condition.has_value();
  if (const auto* gone = std::get_if<DeleteItem>(&write)) return gone->condition.has_value();
  return true;
}

}  // namespace core
