#include "core/api_error.h"
#include "core/expressions/legacy_conditions.h"
#include "core/expressions/legacy_updates.h"
#include "core/expressions/parser.h"
#include "core/expressions/request_parameters.h"
#include "core/index_keys.h"
#include "server/operations/items/filter_checks.h"
#include "server/operations/items/item_scan.h"
#include "server/operations/items/key_range.h"
#include "server/operations/items/query_operations.h"
#include "server/operations/items/read_projection.h"
#include "server/operations/items/selected_attributes.h"
#include "server/operations/items/start_key.h"

namespace server::operations {
namespace {

using core::expressions::KeyCondition;
using core::expressions::KeySelection;

// What the request says, before the table is known.
struct QueryParameters {
  std::optional<Select> select;
  std::optional<core::Item> start;
  KeyCondition key_condition;
  PageRequest page;
};

// Reads all expressions, and only then looks at what the key condition says: AWS finds their faults
// in this order.
void read_expressions(const core::json::Object& request, QueryParameters& parameters) {
  using core::expressions::parse_condition;
  auto placeholders = core::expressions::read_placeholders(request);
  std::optional<core::expressions::Condition> key_condition;
  if (const auto text = request.find("KeyConditionExpression")) {
    key_condition = parse_condition(text->string(), "KeyConditionExpression", placeholders);
  }
  PageRequest& page = parameters.page;
  if (const auto text = request.find("FilterExpression")) {
    page.filter = parse_condition(text->string(), "FilterExpression", placeholders);
  }
  if (request.find("ProjectionExpression")) {
    page.projection = read_projection(request, placeholders);
  }
  placeholders.require_all_used();
  parameters.key_condition =
      key_condition
          ? core::expressions::key_condition_of(*key_condition)
          : core::expressions::read_key_conditions(request.find("KeyConditions")->object());
}

bool is_true(const core::json::Object& request, std::string_view member, bool otherwise) {
  const auto value = request.find(member);
  return value ? value->boolean() : otherwise;
}

QueryParameters read_query_parameters(const core::json::Object& request) {
  core::expressions::check_request_parameters(
      request, {"ProjectionExpression", "FilterExpression", "KeyConditionExpression"},
      {"AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"});
  QueryParameters parameters;
  PageRequest& page = parameters.page;
  parameters.select = read_select(request, ReadOperation::query);
  page.filter = core::expressions::read_filter(request, "QueryFilter");
  if (const auto names = request.find("AttributesToGet")) {
    page.projection = core::expressions::read_attributes_to_get(names->array());
  }
  parameters.start = read_start_key(request);
  if (!request.find("KeyConditionExpression") && !request.find("KeyConditions")) {
    core::throw_validation(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
        "request.");
  }
  read_expressions(request, parameters);
  core::expressions::check_any_term(parameters.key_condition);
  if (const auto limit = request.find("Limit")) page.limit = limit->integer();
  page.direction = is_true(request, "ScanIndexForward", true) ? storage::Direction::forward
                                                              : storage::Direction::backward;
  page.consistent = is_true(request, "ConsistentRead", false);
  page.count_only = parameters.select == Select::count;
  return parameters;
}

// A value that no item can have as its key is an error, not an empty result.
void check_operands(const ReadSource& source, const KeySelection& selection) {
  const auto& key = source.key();
  const auto check = [&](const core::AttributeDefinition& attribute,
                         const core::AttributeValue& value, KeyPart part) {
    if (source.index) {
      core::check_index_key(source.index->definition, attribute, value);
    } else {
      check_key_value(attribute, value, part);
    }
  };
  for (std::size_t i = 0; i < selection.partition.size(); ++i) {
    check(key.partition[i], selection.partition[i], KeyPart::partition);
  }
  for (std::size_t i = 0; i < selection.sort.size(); ++i) {
    for (const auto& operand : selection.sort[i].operands) {
      check(key.sort[i], operand, KeyPart::sort);
    }
  }
}

// The conditions are held against the key between the two parts of the starting key [AWS].
KeySelection select(const ReadSource& source, const KeyCondition& condition,
                    const std::optional<core::Item>& start) {
  if (start) {
    if (!has_position_size(source, *start)) throw_invalid_start_key();
    check_start_part(source, *start, KeyPart::partition);
  }
  KeySelection selection = core::expressions::select_by_key(condition, source.key());
  check_operands(source, selection);
  if (start) {
    check_start_part(source, *start, KeyPart::sort);
    check_start_item_key(source, *start);
  }
  return selection;
}

// The starting key must be one that this very query could have given.
void check_start_in_range(const ReadSource& source, const core::Item& start,
                          const KeySelection& selection, const storage::KeyRange& range) {
  if (!source.index && source.key().sort.empty()) throw_not_restartable(start);
  core::Item same_partition = start;
  bool differs = false;
  for (std::size_t i = 0; i < selection.partition.size(); ++i) {
    const std::string& name = source.key().partition[i].name;
    differs = differs || *start.find(name) != selection.partition[i];
    same_partition.insert_or_assign(name, selection.partition[i]);
  }
  if (!contains(range, encode_position(source, same_partition))) {
    core::throw_validation("The provided starting key does not match the range key predicate");
  }
  if (!differs) return;
  core::throw_validation(
      selection.sort.empty()
          ? "The provided starting key is outside query boundaries based on provided conditions"
          : "The query can return at most one row and cannot be restarted");
}

}  // namespace

std::string query(const Request& request, Services& services) {
  QueryParameters parameters = read_query_parameters(request.body);
  PageRequest& page = parameters.page;
  const ReadSource source = require_source(request, services);
  const core::TableDefinition& table = source.table.definition;
  const KeySelection selection = select(source, parameters.key_condition, parameters.start);
  page.range = selected_range(source.key(), selection);
  if (parameters.start) {
    check_start_in_range(source, *parameters.start, selection, page.range);
    page.range = range_after(std::move(page.range), encode_position(source, *parameters.start),
                             page.direction);
  }
  if (page.projection) check_scalar_keys(table, *page.projection);
  if (page.filter) {
    check_no_key_filtered(
        source.key(), *page.filter,
        request.body.find("FilterExpression") ? "Filter Expression" : "QueryFilter");
  }
  page.whole_items = reads_behind_index(source, parameters.select, page.projection);
  if (page.filter) {
    check_scalar_keys(table, *page.filter);
    if (!page.whole_items) check_filter_projected(source, *page.filter);
  }
  return answer_page(source, page, capacity_detail(request.body));
}

}  // namespace server::operations
