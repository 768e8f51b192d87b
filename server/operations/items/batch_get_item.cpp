#include "core/expressions/request_parameters.h"
#include "core/json/attribute_value_json.h"
#include "core/limits.h"
#include "server/operations/items/batch_operations.h"
#include "server/operations/items/capacity_list.h"
#include "server/operations/items/filter_checks.h"
#include "server/operations/items/read_projection.h"
#include "server/operations/tables/table_access.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"

#include <algorithm>
#include <set>

namespace server::operations {
namespace {

// What is asked of one table.
struct TableRequest {
  std::string_view name;  // or the ARN, as in the request
  core::json::Object request;
  std::vector<core::Item> keys;
  std::optional<core::expressions::Projection> projection;
  bool consistent = false;
  storage::Table* table = nullptr;
};

std::vector<core::Item> read_keys(const core::json::Array& list) {
  std::vector<core::Item> keys;
  std::set<std::string> seen;
  list.for_each([&](core::json::Value value) {
    keys.push_back(core::json::read_item(value));
    if (!seen.insert(storage::encode_item(keys.back())).second) {
      core::throw_validation("Provided list of item keys contains duplicates");
    }
  });
  return keys;
}

TableRequest read_table_request(const core::json::Member& member) {
  const core::json::Object request = member.value.object();
  core::expressions::check_request_parameters(request, {"ProjectionExpression"},
                                              {"AttributesToGet"});
  TableRequest table{member.name, request, {}, {}};
  auto placeholders = core::expressions::read_name_placeholders(request);
  table.projection = read_projection(request, placeholders);
  placeholders.require_all_used();
  table.keys = read_keys(request.find("Keys")->array());
  const auto consistent = request.find("ConsistentRead");
  table.consistent = consistent && consistent->boolean();
  return table;
}

// One generation of parameters for all tables [AWS].
void check_generations(const std::vector<TableRequest>& tables) {
  bool expressions = false;
  bool names = false;
  for (const TableRequest& table : tables) {
    expressions = expressions || table.request.find("ProjectionExpression");
    names = names || table.request.find("AttributesToGet");
  }
  if (!expressions || !names) return;
  core::throw_validation(
      "Can not use both expression and non-expression parameters in the same request: "
      "Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}");
}

std::vector<TableRequest> read_tables(const core::json::Object& items) {
  std::vector<TableRequest> tables;
  std::size_t keys = 0;
  items.for_each([&](const core::json::Member& member) {
    tables.push_back(read_table_request(member));
    keys += tables.back().keys.size();
    if (keys > core::limits::kMaxBatchGetKeys) {
      core::throw_validation("Too many items requested for the BatchGetItem call");
    }
  });
  check_generations(tables);
  return tables;
}

void resolve(std::vector<TableRequest>& tables, const core::Scope& scope, Services& services) {
  for (TableRequest& table : tables) table.table = &require_table(services, scope, table.name);
  for (const TableRequest& table : tables) {
    for (const core::Item& key : table.keys) check_key(table.table->definition.key, key);
    if (table.projection) check_scalar_keys(table.table->definition, *table.projection);
  }
}

// Beyond so many values, others would wait for long: what is left is left, as if the answer was
// full. What takes few bytes doesn't have many.
constexpr std::size_t kMaxValues = 500'000;
constexpr std::size_t kFewBytes = 4096;

// Reads what was asked for until the answer is full; the rest is left to the next request.
class BatchReader {
 public:
  // Reads so many keys at most.
  explicit BatchReader(std::size_t most) : left_(most) {
    answer_.begin_object().key("Responses").begin_object();
    unprocessed_.begin_object();
  }

  void read(const TableRequest& table) {
    answer_.key(table.name).begin_array();
    ConsumedCapacity capacity;
    std::size_t next = 0;
    while (next < table.keys.size() && read_item(table, table.keys[next], capacity)) ++next;
    answer_.end_array();
    if (next > 0) capacity_.add(table.table->definition.name, capacity);
    if (next < table.keys.size()) leave(table, next);
  }

  std::string answer(CapacityDetail detail) {
    answer_.end_object().key("UnprocessedKeys").raw(unprocessed_.end_object().take());
    if (detail != CapacityDetail::none) {
      answer_.key("ConsumedCapacity");
      capacity_.write(answer_, detail);
    }
    return answer_.end_object().take();
  }

 private:
  // False when the item would make the answer too large.
  bool read_item(const TableRequest& request, const core::Item& key, ConsumedCapacity& capacity) {
    storage::Table& table = *request.table;
    const auto found = table.items.find(storage::encode_key(table.definition.key, key));
    const std::size_t size_bytes = found ? storage::stored_size_bytes(found->item) : 0;
    full_ = full_ || left_ == 0 || values_ >= kMaxValues ||
            size_bytes_ + size_bytes > core::limits::kMaxBatchGetBytes;
    if (full_) return false;
    --left_;
    if (size_bytes > kFewBytes) values_ += storage::count_stored_values(found->item);
    size_bytes_ += size_bytes;
    capacity.table += read_units(size_bytes, request.consistent);
    if (!found) return true;
    if (request.projection) {
      core::json::write_item(answer_, project_stored(*request.projection, found->item));
    } else {
      storage::write_stored_item(answer_, found->item);
    }
    return true;
  }

  // The request of this table again, with the keys from `first` on.
  void leave(const TableRequest& table, std::size_t first) {
    unprocessed_.key(table.name).begin_object();
    table.request.for_each([&](const core::json::Member& member) {
      unprocessed_.key(member.name);
      if (member.name != "Keys") {
        unprocessed_.raw(member.value.text());
        return;
      }
      unprocessed_.begin_array();
      for (std::size_t i = first; i < table.keys.size(); ++i) {
        core::json::write_item(unprocessed_, table.keys[i]);
      }
      unprocessed_.end_array();
    });
    unprocessed_.end_object();
  }

  core::json::Writer answer_;  // of up to 16 MB: made in its place
  core::json::Writer unprocessed_;
  CapacityList capacity_;
  std::size_t left_;
  std::size_t size_bytes_ = 0;
  std::size_t values_ = 0;
  bool full_ = false;
};

}  // namespace

std::string batch_get_item(const Request& request, Services& services) {
  auto tables = read_tables(request.body.find("RequestItems")->object());
  resolve(tables, request.scope, services);
  std::size_t keys = 0;
  for (const TableRequest& table : tables) keys += table.keys.size();
  BatchReader reader(keys - std::min(keys, request.unprocessed));
  for (const TableRequest& table : tables) reader.read(table);
  return reader.answer(capacity_detail(request.body));
}

}  // namespace server::operations
