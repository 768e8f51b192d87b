#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "storage/sqlite/connection.h"

namespace storage {

// Moves the write-ahead log into the database in the background, on a thread and a connection of its
// own: a checkpoint on the engine thread would stall every connection. Large ones, since a page that
// was written many times then moves once.
//
// The engine thread only tells how long the log has become; see Checkpointer::attach.
class Checkpointer {
 public:
  explicit Checkpointer(const std::string& path);
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // From now on, commits on this connection wake the checkpointer when the log is long.
  void attach(sqlite::Connection& connection);

 private:
  static int on_commit(void* self, sqlite3* database, const char* name, int pages);
  void run(const std::stop_token& stop);

  sqlite::Connection connection_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool due_ = false;
  std::jthread thread_;  // last: stops and joins before the rest goes
};

}  // namespace storage
