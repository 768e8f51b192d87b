#pragma once

#include "storage/sqlite/connection.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace storage {

// Moves the write-ahead log into the database in the background, on a thread and a connection of
// its own: a checkpoint on the engine thread would stall every connection. Large ones, since a page
// that was written many times then moves once.
//
// The engine thread only tells how long the log has become; see Checkpointer::attach. The last part
// of a checkpoint holds the writers' lock, so that the log can begin anew: passes without the lock
// go before it to keep that part short, and the engine's connection waits for it.
class Checkpointer {
 public:
  static constexpr int kDefaultPages = 32000;  // 64 MB

  // A checkpoint is due when the log has this many pages.
  explicit Checkpointer(const std::string& path, int pages = kDefaultPages);
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // From now on, commits on this connection wake the checkpointer when the log is long.
  void attach(sqlite::Connection& connection);

 private:
  static int on_commit(void* self, sqlite3* database, const char* name, int pages);
  void run(const std::stop_token& stop);

  void checkpoint();

  sqlite::Connection connection_;
  int pages_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool due_ = false;
  std::jthread thread_;  // last: stops and joins before the rest goes
};

}  // namespace storage
