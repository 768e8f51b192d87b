#pragma once

#include "core/expressions/parser.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"
#include "storage/writer.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tests {

using core::AttributeValue;
using storage::WriteRequest;
using storage::WriteResult;

storage::sqlite::Connection new_database();

// A table "T" of (pk S) with one global index on (g S), whose records go to shard 1.
struct Store : storage::CommitListener {
  core::ManualClock clock;
  storage::sqlite::Connection connection = new_database();
  storage::Catalog catalog{connection};
  std::vector<std::function<void()>> deferred;
  storage::Writer writer{connection, catalog, clock,
                         [this](auto call) { deferred.push_back(std::move(call)); }};
  std::vector<storage::ChangeRecord> records;
  storage::Table* table = nullptr;

  explicit Store(core::StreamViewType view = core::StreamViewType::new_and_old_images);
  ~Store() override;

  void committed(std::vector<storage::ChangeRecord> changes) override {
    for (auto& change : changes) records.push_back(std::move(change));
  }

  void look_again() {
    for (auto& call : std::exchange(deferred, {})) call();
  }
  void run_turn() {
    while (!deferred.empty()) look_again();
  }

  WriteRequest put(const core::Item& item);
  WriteRequest erase(const std::string& pk);

  WriteResult run(WriteRequest request);

  std::optional<core::Item> find(const std::string& pk);

  int index_entries();
};

core::Item item(const std::string& pk, const std::string& text);

core::expressions::Condition not_exists();

}  // namespace tests
