#pragma once

#include "core/clock.h"
#include "core/partiql/statement_cache.h"
#include "server/operations/items/idempotency.h"
#include "server/operations/operation.h"
#include "server/operations/queues/queues.h"
#include "server/services.h"
#include "storage/backup_catalog.h"
#include "storage/catalog.h"
#include "storage/copies.h"
#include "storage/log_table.h"
#include "storage/schema.h"
#include "storage/sqlite/connection.h"
#include "storage/writer.h"
#include "streams/shard_log.h"
#include "streams/stream_registry.h"
#include "tests/support/manual_alarms.h"

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

// What the program is made of, on a database in memory and a clock that stands still, for tests of
// operations. Its turns of the event loop end when run_turn() is called.
namespace tests {

struct Engine {
  explicit Engine(int shards = 1) : Engine(new_database(), shards) {}
  // On what is stored there.
  explicit Engine(storage::sqlite::Connection stored, int shards = 1);
  ~Engine();  // compiled once, as all that is big here

  // Checks the body against the operation's input and runs it, as the dispatcher would, and ends
  // the turn. An error that is thrown or replied is the answer.
  server::operations::Answer call(const server::operations::Operation& operation, std::string body);
  // By name, "PutItem"; those of the other services, too. Where DynamoDB has one of the same name,
  // by the whole target.
  server::operations::Answer call(std::string_view name, std::string body);
  // The text of an answer that must be good: throws the error otherwise.
  std::string answer(std::string_view name, std::string body);
  // "ValidationException: …" of an answer that must be an error, "" otherwise.
  std::string error(std::string_view name, std::string body);

  // Ends the turn of the event loop: commits what is queued, until nothing is.
  void run_turn();

  bool reads_ahead = false;  // what operations read ahead of a long body, they do
  int worker_runs = 0;       // how often something was run on a worker: at once, here
  core::ManualClock clock;
  core::Scope scope{core::AccountId("000000000000"), core::Region("us-east-1")};
  storage::sqlite::Connection connection;
  storage::Catalog catalog{connection};
  std::vector<std::function<void()>> deferred;
  storage::Writer writer{connection, catalog, clock,
                         [this](std::function<void()> end) { deferred.push_back(std::move(end)); }};
  storage::BackupCatalog backups{connection};
  storage::Copies copies{connection, catalog, backups, writer};
  streams::StreamRegistry stream_registry;
  streams::ShardLog shard_log;
  storage::LogTable logs{connection};
  ManualAlarms alarms{clock};
  server::operations::Queues queues{connection, writer, clock, alarms.maker()()};
  server::operations::TransactionTokens transaction_tokens;
  core::partiql::StatementCache statements;
  server::Services services;

 private:
  static storage::sqlite::Connection new_database();

  // In the place of what runs functions, which no operation tested with this looks at.
  alignas(std::max_align_t) std::array<std::byte, 64> unused_{};
};

}  // namespace tests
