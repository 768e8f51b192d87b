#include "core/index_keys.h"
#include "core/item_size.h"
#include "core/json/attribute_value_json.h"
#include "core/limits.h"
#include "server/operations/items/batch_operations.h"
#include "server/operations/items/capacity_list.h"
#include "server/operations/items/collection_metrics.h"
#include "server/operations/items/write_parameters.h"
#include "server/operations/tables/table_access.h"
#include "storage/key_codec.h"

#include <algorithm>
#include <memory>
#include <set>

namespace server::operations {
namespace {

// One put or delete. `item` is the whole item or the key.
struct Write {
  std::string_view table_name;
  core::Item item;
  bool put = false;
};

Write read_write(std::string_view table_name, const core::json::Object& request) {
  const auto put = request.find("PutRequest");
  const auto deleted = request.find("DeleteRequest");
  if (put.has_value() == deleted.has_value()) {
    // An odd text, but AWS's own.
    core::throw_validation(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
        "supported datatypes");
  }
  if (deleted) {
    return {table_name, core::json::read_item(*deleted->object().find("Key")), false};
  }
  check_readable(*put->object().find("Item"));
  Write write{table_name, core::json::read_item(*put->object().find("Item")), true};
  if (core::item_size_bytes(write.item) > core::limits::kMaxItemBytes) {
    core::throw_validation("Item size has exceeded the maximum allowed size");
  }
  return write;
}

std::vector<Write> read_writes(const core::json::Object& body) {
  const core::json::Object items = body.find("RequestItems")->object();
  if (items.empty()) {
    core::throw_validation("The requestItems parameter is required for BatchWriteItem");
  }
  std::vector<Write> writes;
  items.for_each([&](const core::json::Member& table) {
    table.value.array().for_each([&](core::json::Value request) {
      writes.push_back(read_write(table.name, request.object()));
    });
  });
  if (writes.size() > core::limits::kMaxBatchWriteRequests) {
    core::throw_validation("Too many items requested for the BatchWriteItem call");
  }
  return writes;
}

// A put's key is checked as a key is, not as PutItem checks an item [AWS].
core::Item require_key(const core::TableDefinition& table, const Write& write) {
  core::Item key;
  if (!write.put) {
    key = write.item;
  } else {
    for (std::string& name : key_names(table.key)) {
      const core::AttributeValue* value = write.item.find(name);
      if (value) key.insert_or_assign(std::move(name), *value);
    }
  }
  check_key(table.key, key);
  if (write.put) core::check_index_keys(table, write.item);
  return key;
}

storage::WriteRequest make_request(storage::Table& table, Write write) {
  storage::WriteRequest request;
  request.table = &table;
  request.key = require_key(table.definition, write);
  request.item_key = storage::encode_key(table.definition.key, request.key);
  if (write.put) {
    request.write = core::PutItem{std::move(write.item), std::nullopt};
  } else {
    request.write = core::DeleteItem{};
  }
  return request;
}

std::vector<storage::WriteRequest> make_requests(std::vector<Write> writes,
                                                 const core::Scope& scope, Services& services) {
  std::vector<storage::Table*> tables;
  tables.reserve(writes.size());
  for (const Write& write : writes) {
    tables.push_back(&require_table(services, scope, write.table_name));
  }
  std::vector<storage::WriteRequest> requests;
  requests.reserve(writes.size());
  std::set<std::pair<storage::Table*, std::string>> seen;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    requests.push_back(make_request(*tables[i], std::move(writes[i])));
    if (!seen.emplace(tables[i], requests.back().item_key).second) {
      core::throw_validation("Provided list of item keys contains duplicates");
    }
  }
  return requests;
}

// UnprocessedItems: the requests from `first` on, as they came.
std::string unprocessed_items(const core::json::Object& items, std::size_t first) {
  core::json::Writer writer;
  writer.begin_object();
  items.for_each([&](const core::json::Member& table) {
    const core::json::Array requests = table.value.array();
    if (first < requests.size()) {
      writer.key(table.name).begin_array();
      for (std::size_t i = first; i < requests.size(); ++i) writer.raw(requests.at(i).text());
      writer.end_array();
    }
    first -= std::min(first, requests.size());
  });
  return writer.end_object().take();
}

// Gathers the results; the last one sends the answer.
class BatchAnswer {
 public:
  // `unprocessed`: UnprocessedItems as JSON.
  BatchAnswer(std::size_t writes, WriteParameters parameters, std::string unprocessed, Reply reply)
      : waiting_(writes),
        parameters_(parameters),
        unprocessed_(std::move(unprocessed)),
        reply_(std::move(reply)) {}

  void finish_if_done() {
    if (waiting_ == 0) finish();
  }

  void add(const core::TableDefinition& table, const core::Item& key,
           const storage::WriteResult& result) {
    if (result.error) {
      error_ = result.error;
    } else {
      if (parameters_.capacity != CapacityDetail::none) {
        capacity_.add(table.name, write_cost(table, result));
      }
      if (parameters_.collection_metrics) metrics_.add(table, key);
    }
    --waiting_;
    finish_if_done();
  }

 private:
  void finish() {
    if (error_) return reply_(*error_);
    core::json::Writer writer;
    writer.begin_object().key("UnprocessedItems").raw(unprocessed_);
    if (!metrics_.empty()) {
      writer.key("ItemCollectionMetrics");
      metrics_.write(writer);
    }
    if (parameters_.capacity != CapacityDetail::none) {
      writer.key("ConsumedCapacity");
      capacity_.write(writer, parameters_.capacity);
    }
    reply_(writer.end_object().take());
  }

  std::size_t waiting_;
  WriteParameters parameters_;
  std::string unprocessed_;
  Reply reply_;
  CapacityList capacity_;
  CollectionMetrics metrics_;
  std::optional<core::ApiError> error_;
};

}  // namespace

std::shared_ptr<void> read_batch_write_item(const core::json::Object& body) {
  return std::make_shared<std::vector<Write>>(read_writes(body));
}

void batch_write_item(const Request& request, Services& services, Reply reply) {
  const core::json::Object items = request.body.find("RequestItems")->object();
  auto writes = take_read(request, [&] { return read_writes(request.body); });
  auto requests = make_requests(std::move(writes), request.scope, services);
  requests.resize(requests.size() - std::min(requests.size(), request.unprocessed));
  const auto answer =
      std::make_shared<BatchAnswer>(requests.size(), read_answer_parameters(request.body),
                                    unprocessed_items(items, requests.size()), std::move(reply));
  if (requests.empty()) return answer->finish_if_done();
  for (storage::WriteRequest& write : requests) {
    auto done = [answer, table = write.table, key = write.key](const storage::WriteResult& result) {
      answer->add(table->definition, key, result);
    };
    services.writer.submit(std::move(write), std::move(done));
  }
}

}  // namespace server::operations
