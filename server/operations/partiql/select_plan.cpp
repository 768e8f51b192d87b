#include "server/operations/partiql/select_plan.h"

#include "core/api_error.h"
#include "core/expressions/expression_paths.h"
#include "core/partiql/condition_builder.h"
#include "server/operations/items/filter_checks.h"
#include "server/operations/items/selected_attributes.h"
#include "server/operations/partiql/index_filters.h"
#include "server/operations/partiql/key_ranges.h"
#include "storage/item_codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace server::operations {
namespace {

using core::expressions::Condition;
using core::partiql::KeyAlternative;
using core::partiql::KeyAlternatives;

// A value that the key can't have is an error, not an empty result.
void check_term(const core::expressions::KeyTerm& term, const core::KeySchema& key) {
  const core::AttributeDefinition& attribute = *key.find(term.attribute);
  for (const core::AttributeValue& value : term.operands) {
    if (value.type() == core::attribute_type(attribute.type)) continue;
    const bool scalar = value.type() == core::AttributeType::s ||
                        value.type() == core::AttributeType::n ||
                        value.type() == core::AttributeType::b;
    if (!scalar) {
      core::throw_validation(
          fmt::format("Key value must be of type S, N, or B. Key name: {}, Key type: {}",
                      attribute.name, core::type_name(value.type())));
    }
    core::throw_validation(
        fmt::format("Key attribute's data type should match its data type in table's schema: Key "
                    "{}",
                    attribute.name));
  }
}

ReadSource source_of(const PreparedStatement& prepared, bool consistent) {
  ReadSource source{require_table(prepared)};
  const std::string& name = prepared.statement->table.index;
  if (name.empty()) return source;
  source.index = source.table.find_index(name);
  if (!source.index) core::throw_validation("The table does not have the specified index");
  if (source.index->filled_to) {
    core::throw_validation(
        fmt::format("Cannot read from backfilling global secondary index: {}", name));
  }
  if (source.global() && consistent) {
    core::throw_validation("Strongly consistent read is not supported on Global Secondary Indexes");
  }
  return source;
}

std::size_t count_partitions(const KeyAlternatives& alternatives) {
  std::vector<const core::AttributeValue*> values;
  for (const KeyAlternative& each : alternatives.all) {
    const auto& value = each.partition.front().operands.front();
    const bool known = std::any_of(values.begin(), values.end(),
                                   [&](const auto* other) { return *other == value; });
    if (!known) values.push_back(&value);
  }
  return values.size();
}

// What ORDER BY names: an attribute of the key.
std::string order_key(const core::partiql::OrderTerm& term, const core::KeySchema& key) {
  const core::expressions::DocumentPath path = core::partiql::to_path(term.key);
  if (path.steps.empty() && key.contains(path.attribute)) return path.attribute;
  core::throw_validation(fmt::format(
      "Attribute {} in ORDER BY clause must be part of the primary key", path.attribute));
}

// Without the sort attribute in ORDER BY, partitions are read from their end [AWS].
ReadOrder order_of(const core::partiql::Select& select, const core::KeySchema& key,
                   const KeyAlternatives& alternatives) {
  using storage::Direction;
  ReadOrder order;
  if (select.order.empty()) return order;
  if (!select.where) {
    core::throw_validation("Must have WHERE clause in the statement when using ORDER BY clause.");
  }
  bool by_partition = false;
  order.within = Direction::backward;
  for (const auto& term : select.order) {
    const bool partition = order_key(term, key) == key.partition.front().name;
    by_partition = by_partition || partition;
    (partition ? order.partitions : order.within) =
        term.descending ? Direction::backward : Direction::forward;
  }
  if (!alternatives.keyed()) {
    core::throw_validation(
        "Must have at least one non-optional hash key condition in WHERE clause when using ORDER "
        "BY clause.");
  }
  if (!by_partition && count_partitions(alternatives) > 1) {
    core::throw_validation(
        "Must have hash key in ORDER BY clause when more than one hash key condition specified in "
        "WHERE clause.");
  }
  return order;
}

bool has_filter(const KeyAlternatives& alternatives) {
  return std::any_of(alternatives.all.begin(), alternatives.all.end(),
                     [](const KeyAlternative& each) { return !each.filters.empty(); });
}

// Whether what an alternative denies of the sort attribute keeps AWS from reading them one by one.
bool is_denied(const KeyAlternatives& alternatives, const core::KeySchema& key) {
  if (alternatives.all.size() < 2 || key.sort.empty()) return false;
  const auto denies = [&](const Condition* filter) {
    return core::partiql::denies(*filter, key.sort.front().name);
  };
  return std::any_of(alternatives.all.begin(), alternatives.all.end(),
                     [&](const KeyAlternative& each) {
                       return std::any_of(each.filters.begin(), each.filters.end(), denies);
                     });
}

void check_count(const KeyAlternatives& alternatives) {
  const bool many =
      alternatives.too_many || alternatives.all.size() > core::partiql::kMaxDecomposedReads;
  if (!many || !alternatives.keyed()) return;
  core::throw_validation("Too many decomposed read operations for a given query.");
}

template <class Visit>
void for_each_term(const KeyAlternatives& alternatives, Visit visit) {
  for (const KeyAlternative& each : alternatives.all) {
    for (const auto& term : each.partition) visit(term);
    for (const auto& term : each.sort) visit(term);
  }
}

// Whether all values are of the key's types: only those have a place among the stored keys.
bool fits(const KeyAlternatives& alternatives, const core::KeySchema& key) {
  bool all = true;
  for_each_term(alternatives, [&](const core::expressions::KeyTerm& term) {
    for (const core::AttributeValue& value : term.operands) {
      all = all && value.type() == core::attribute_type(key.find(term.attribute)->type);
    }
  });
  return all;
}

// Whether a column is called otherwise than the attribute it lies in. Those that aren't are what
// the projection shows, and needn't be copied.
bool renames(const core::partiql::Columns& columns) {
  const auto& paths = columns.projection.paths;
  return std::any_of(paths.begin(), paths.end(),
                     [](const auto& path) { return !path.steps.empty(); });
}

// A single item can be read by its key only from the table: of an index's keys there may be many.
void plan_ranges(SelectPlan& plan, const KeyAlternatives& alternatives, ReadOrder order) {
  const core::KeySchema& key = plan.source.key();
  plan.page.direction = order.within;
  if (!alternatives.keyed()) {
    plan.ranges = {PlannedRange{}};
    return;
  }
  const bool denied = is_denied(alternatives, key);
  plan.ranges =
      denied ? partitions_of(alternatives, key, order) : ranges_of(alternatives, key, order);
  if (!denied && !has_filter(alternatives)) plan.page.filter.reset();
  if (!plan.source.index) return;
  for (PlannedRange& each : plan.ranges) each.single = false;
}

}  // namespace

SelectTerms bind_select(const core::partiql::Select& select, const PreparedStatement& prepared) {
  if (select.unsupported) {
    core::throw_validation(fmt::format("Unsupported clause: {} at {}", select.unsupported->name,
                                       core::partiql::text(select.unsupported->position)));
  }
  SelectTerms terms;
  terms.columns = core::partiql::to_columns(select);
  if (select.where) terms.where = core::partiql::to_condition(*select.where, prepared.parameters);
  return terms;
}

void check_decomposed(const KeyAlternatives& alternatives, const core::KeySchema& key) {
  check_count(alternatives);
  if (alternatives.keyed() && !is_denied(alternatives, key) && fits(alternatives, key)) {
    ranges_of(alternatives, key, {});
  }
}

std::optional<core::Item> find_single_key(const KeyAlternatives& alternatives,
                                          const core::KeySchema& key) {
  if (alternatives.all.size() != 1 || !alternatives.all.front().filters.empty()) {
    return std::nullopt;
  }
  const KeyAlternative& only = alternatives.all.front();
  core::Item item;
  for (const auto* terms : {&only.partition, &only.sort}) {
    for (const auto& term : *terms) {
      if (term.op != core::expressions::KeyOperator::equal) return std::nullopt;
      const core::AttributeValue* known = item.find(term.attribute);
      if (known && *known != term.operands.front()) return std::nullopt;
      item.insert_or_assign(term.attribute, term.operands.front());
    }
  }
  if (item.size() != key.partition.size() + key.sort.size()) return std::nullopt;
  return item;
}

core::Item pick_stored(const core::partiql::Columns& columns, std::string_view stored) {
  const auto paths = core::expressions::paths_of(columns.projection);
  return core::partiql::pick(
      columns, storage::decode_attributes(stored, core::expressions::attributes_of(paths)));
}

SelectPlan plan_select(const PreparedStatement& prepared, bool consistent) {
  const core::partiql::Select& select = *prepared.select();
  SelectTerms terms = bind_select(select, prepared);
  SelectPlan plan{source_of(prepared, consistent), {}, {}};
  const core::TableDefinition& table = plan.source.table.definition;
  const core::KeySchema& key = plan.source.key();
  if (terms.columns) check_scalar_keys(table, terms.columns->projection);
  if (terms.where) check_scalar_keys(table, *terms.where);
  plan.page.consistent = consistent;
  plan.page.filter = std::move(terms.where);
  const auto* where = plan.page.filter ? &*plan.page.filter : nullptr;
  const KeyAlternatives alternatives = core::partiql::find_alternatives(where, key);
  check_count(alternatives);
  for_each_term(alternatives, [&](const auto& term) { check_term(term, key); });
  const ReadOrder order = order_of(select, key, alternatives);
  if (terms.columns) plan.page.projection = terms.columns->projection;
  plan.page.whole_items = reads_behind_index(plan.source, std::nullopt, plan.page.projection);
  if (terms.columns && renames(*terms.columns)) {
    plan.page.shape = [columns = *std::move(terms.columns)](const core::Item& item) {
      return core::partiql::pick(columns, item);
    };
  }
  plan_ranges(plan, alternatives, order);
  if (alternatives.keyed() && plan.source.index && !plan.page.whole_items) {
    check_filters_projected(plan.source, alternatives);
  }
  return plan;
}

}  // namespace server::operations
