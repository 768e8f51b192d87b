#pragma once

#include "core/names.h"
#include "storage/sqlite/connection.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Asynchronous invocations that were accepted and aren't over. Times are milliseconds since the
// epoch.
//
// Each is two rows: what becomes of it (async_invocation), which each attempt changes, and what was
// asked for (async_invocation_content), which may be a megabyte and is written once.
namespace storage {

struct AsyncInvocationState {
  std::int64_t id = 0;
  core::Scope scope;
  std::string function;
  std::string qualifier;  // empty: $LATEST
  std::int64_t queued_at = 0;
  std::int64_t tried_at = 0;  // when the last attempt ended; 0: there was none
  std::int64_t attempts = 0;  // those that ended
  bool ended = false;         // there is no other attempt: its destinations are still to be told
};

struct AsyncInvocationContent {
  std::string function_arn;  // as the caller named it; empty: the unqualified ARN
  std::string request_id;
  std::string client_context;
  std::string payload;
  std::string trace_header;  // X-Ray's header; empty: one of before there were some
  std::string outcome;  // of the last attempt, and how it ended: its owner's text. Empty: none yet
};

// Writes are made within somebody's transaction.
class AsyncInvocationTable {
 public:
  explicit AsyncInvocationTable(sqlite::Connection& connection);

  // By id, without what was asked for.
  std::vector<AsyncInvocationState> load_all();
  // Needs one that is there.
  AsyncInvocationContent content(std::int64_t id);

  void insert(const AsyncInvocationState& state, const AsyncInvocationContent& content);
  // What an attempt changes: tried_at, attempts, ended and the outcome.
  void update(const AsyncInvocationState& state, std::string_view outcome);
  void erase(std::int64_t id);

 private:
  sqlite::Statement load_all_;
  sqlite::Statement content_;
  sqlite::Statement insert_state_;
  sqlite::Statement insert_content_;
  sqlite::Statement update_;
  sqlite::Statement erase_state_;
  sqlite::Statement erase_content_;
};

}  // namespace storage
