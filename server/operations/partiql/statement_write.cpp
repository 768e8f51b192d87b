#include "server/operations/partiql/statement_write.h"

#include "core/api_error.h"
#include "core/dynamodb_texts.h"
#include "core/item_size.h"
#include "core/limits.h"
#include "core/partiql/condition_builder.h"
#include "core/partiql/key_equalities.h"
#include "core/partiql/update_builder.h"
#include "server/operations/items/filter_checks.h"
#include "server/operations/items/transaction_run.h"
#include "server/operations/items/update_key_checks.h"
#include "server/operations/tables/table_access.h"

#include <fmt/format.h>

#include <utility>

namespace server::operations {
namespace {

using core::expressions::And;
using core::expressions::AttributeExists;
using core::expressions::AttributeNotExists;
using core::expressions::Condition;
using core::expressions::DocumentPath;
using core::expressions::Or;
using core::partiql::Change;
using core::partiql::ChangeKind;

// An item that is there has its partition attribute.
DocumentPath key_path(const storage::Table& table) {
  return {table.definition.key.partition.front().name, {}};
}

std::optional<Condition> read_where(const std::optional<core::partiql::Expression>& where,
                                    const PreparedStatement& prepared) {
  if (!where) return std::nullopt;
  Condition condition = core::partiql::to_condition(*where, prepared.parameters);
  check_scalar_keys(prepared.table->definition, condition);
  return condition;
}

// Unlike a PutItem, INSERT doesn't replace.
TransactionAction insertion(PreparedStatement& prepared) {
  if (prepared.inserted.fault) throw *prepared.inserted.fault;
  core::Item item = std::move(prepared.inserted.item);
  if (core::item_size_bytes(item) > core::limits::kMaxItemBytes) {
    core::throw_validation("Item size has exceeded the maximum allowed size");
  }
  TransactionAction action;
  action.inserts = true;
  action.write =
      core::PutItem{std::move(item), Condition{AttributeNotExists{key_path(*prepared.table)}}};
  return action;
}

// Unlike an UpdateItem, UPDATE makes no item.
core::ItemWrite update_of(const Change& change, const PreparedStatement& prepared,
                          const core::Item& key, std::optional<Condition> rest) {
  And condition;
  condition.terms.push_back(Condition{AttributeExists{key_path(*prepared.table)}});
  if (rest) condition.terms.push_back(*std::move(rest));
  return core::UpdateItem{key, core::partiql::to_update(change, prepared.parameters),
                          Condition{std::move(condition)}};
}

// Of an item that isn't there nothing is asked [AWS].
core::ItemWrite deletion_of(const storage::Table& table, std::optional<Condition> rest) {
  if (!rest) return core::DeleteItem{};
  Or condition;
  condition.terms.push_back(Condition{AttributeNotExists{key_path(table)}});
  condition.terms.push_back(*std::move(rest));
  return core::DeleteItem{Condition{std::move(condition)}};
}

StatementWrite keyed_write(const Change& change, const PreparedStatement& prepared) {
  auto where =
      core::partiql::split_key(read_where(change.where, prepared), prepared.table->definition.key);
  StatementWrite write;
  write.key_conflict = std::move(where.conflict);
  write.action.key = std::move(where.key);
  write.action.write = change.kind == ChangeKind::update
                           ? update_of(change, prepared, write.action.key, std::move(where.rest))
                           : deletion_of(*prepared.table, std::move(where.rest));
  return write;
}

}  // namespace

StatementWrite to_write(PreparedStatement& prepared) {
  const Change& change = *prepared.change();
  StatementWrite write;
  if (change.kind == ChangeKind::insert) {
    write.action = insertion(prepared);
  } else {
    write = keyed_write(change, prepared);
  }
  write.action.table = prepared.table;
  write.returning = change.returning;
  return write;
}

StatementWrite to_check(const PreparedStatement& prepared) {
  if (!prepared.statement->table.index.empty()) {
    core::throw_validation("Operations on indices are not supported in transactions");
  }
  auto where = core::partiql::split_key(read_where(prepared.exists()->select.where, prepared),
                                        prepared.table->definition.key);
  const auto& key = prepared.table->definition.key;
  if (where.key.size() != key.partition.size() + key.sort.size() || !where.rest) {
    core::throw_validation("EXISTS() must contain a single item read with additional condition");
  }
  StatementWrite write;
  write.action.key = std::move(where.key);
  And condition;
  condition.terms.push_back(Condition{AttributeExists{key_path(*prepared.table)}});
  condition.terms.push_back(*std::move(where.rest));
  write.action.write = core::ConditionCheck{Condition{std::move(condition)}};
  write.action.table = prepared.table;
  return write;
}

void check_single_item(const StatementWrite& write) {
  const TransactionAction& action = write.action;
  const core::TableDefinition& table = action.table->definition;
  if (action.is_put()) return check_item_key(table.key, action.item());
  if (write.key_conflict) {
    core::throw_validation(
        fmt::format("Multiple conditions on same key {}. Only single item Update/Insert/Delete are "
                    "supported",
                    *write.key_conflict));
  }
  if (action.key.size() != table.key.partition.size() + table.key.sort.size()) {
    core::throw_validation(
        "Where clause does not contain a mandatory equality on all key attributes");
  }
  check_key(table.key, action.key);
  if (const auto* update = std::get_if<core::UpdateItem>(&action.write)) {
    check_keys_updated(table, update->update);
  }
}

ReturnValues returned_values(const Change& change) {
  if (!change.returning) return ReturnValues::none;
  using core::partiql::Returning;
  const auto values = [&]() -> std::pair<ReturnValues, std::string_view> {
    switch (*change.returning) {
      case Returning::all_old: return {ReturnValues::all_old, "ALL OLD"};
      case Returning::modified_old: return {ReturnValues::updated_old, "MODIFIED OLD"};
      case Returning::all_new: return {ReturnValues::all_new, "ALL NEW"};
      case Returning::modified_new: return {ReturnValues::updated_new, "MODIFIED NEW"};
    }
    __builtin_unreachable();
  }();
  if (change.kind != ChangeKind::remove || values.first == ReturnValues::all_old) {
    return values.first;
  }
  core::throw_validation(
      fmt::format("Invalid returning clause: RETURNING {} *. Only RETURNING ALL OLD * is allowed "
                  "in DELETE statements.",
                  values.second));
}

AttributesOf returned_by(const TransactionAction& action, ReturnValues wanted) {
  if (const auto* update = std::get_if<core::UpdateItem>(&action.write)) {
    return returned_attributes(wanted, update->update);
  }
  return old_attributes(wanted);
}

std::optional<core::ApiError> failure_of(const TransactionAction& action,
                                         const storage::WriteResult& result) {
  if (result.error) return result.error;
  if (!result.condition_failed) return std::nullopt;
  if (action.inserts) {
    return core::ApiError(core::ErrorCode::duplicate_item, core::dynamodb_texts::kDuplicateItem);
  }
  return condition_failure(result, action.returns_item_on_failure);
}

}  // namespace server::operations
