#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "server/operations/tables/table_status.h"

#include <cstddef>
#include <functional>
#include <string>

namespace core::partiql {
class StatementCache;
}  // namespace core::partiql
namespace storage {
class BackupCatalog;
class Catalog;
class Copies;
class Writer;
class LogTable;
namespace sqlite {
class Connection;
}
}  // namespace storage
namespace streams {
class StreamRegistry;
class ShardLog;
}  // namespace streams
namespace lambda_host {
class AsyncInvocations;
class FunctionRegistry;
class Invoker;
class MappingRegistry;
class QueueMappingRegistry;
}  // namespace lambda_host

namespace server::operations {
class Queues;
class TransactionTokens;
struct Transfers;
}  // namespace server::operations

namespace server {

// What the command line said that operations need to know.
struct Settings {
  core::Scope default_scope{core::AccountId("000000000000"), core::Region("us-east-1")};
  bool shared_scope = false;              // -sharedDb: every request is in the default scope
  bool delay_transient_statuses = false;  // CREATING and the like last, and are enforced
};

// Runs `work` on a worker thread, then `done` on the engine thread. For what would stall the loop.
using RunOnWorker = std::function<void(std::function<void()> work, std::function<void()> done)>;

// What was read of a bucket: the bytes, or S3's error.
struct ObjectContent {
  std::string bytes;
  std::string error_code = {};  // "NoSuchKey"; empty: there is none
  std::string error_message = {};
};
// Reads an object of the scope's account whole, if it has at most so many bytes. Calls `done` once,
// maybe before returning.
using ReadObject =
    std::function<void(const core::Scope& scope, const std::string& bucket, const std::string& key,
                       std::size_t max_bytes, std::function<void(ObjectContent)> done)>;

// All that operations work with. Made by App, which owns everything in it.
struct Services {
  Settings settings;
  const core::Clock& clock;
  storage::Catalog& catalog;
  storage::Writer& writer;
  storage::BackupCatalog& backups;
  storage::Copies& copies;
  streams::StreamRegistry& streams;
  streams::ShardLog& shard_log;
  storage::LogTable& logs;
  operations::Queues& queues;
  lambda_host::FunctionRegistry& functions;
  lambda_host::Invoker& invoker;
  lambda_host::MappingRegistry& mappings;
  lambda_host::QueueMappingRegistry& queue_mappings;
  RunOnWorker run_on_worker;
  operations::TransactionTokens& transaction_tokens;
  lambda_host::AsyncInvocations& async_invocations;
  core::partiql::StatementCache& statements;
  operations::TableTransitions table_transitions = {};
  ReadObject read_object = {};
  operations::Transfers* transfers = nullptr;  // exports and imports; they set it
};

}  // namespace server
