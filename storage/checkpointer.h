#pragma once

#include "storage/sqlite/connection.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace storage {

std::uint64_t free_bytes_at(const std::string& path);

// Moves the write-ahead log into the database in the background, on a thread and a connection of
// its own: a checkpoint on the engine thread would stall every connection. Large ones, since a page
// that was written many times then moves once.
//
// The engine thread only tells how long the log has become; see Checkpointer::attach. The last part
// of a checkpoint holds the writers' lock, so that the log can begin anew: passes without the lock
// go before it to keep that part short, and the engine's connection waits for it.
//
// Where the disk has little room, a log as long as usual would take all of it, and none would be
// left to move its pages to. There it is moved earlier, also when others have filled the disk, and
// its room is given back.
class Checkpointer {
 public:
  static constexpr int kDefaultPages = 32000;  // 64 MB
  // Of the file system on which the file lies, for who isn't root.
  using FreeBytes = std::function<std::uint64_t(const std::string& path)>;

  // A checkpoint is due when the log has this many pages, or is long for the disk.
  explicit Checkpointer(const std::string& path, int pages = kDefaultPages,
                        FreeBytes free_bytes = free_bytes_at);
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // From now on, commits on this connection wake the checkpointer when the log is long.
  void attach(sqlite::Connection& connection);

 private:
  static int on_commit(void* self, sqlite3* database, const char* name, int pages);
  void run(const std::stop_token& stop);

  void checkpoint();
  void fall_due();

  sqlite::Connection connection_;
  std::string path_;
  int pages_;
  FreeBytes free_bytes_;
  int looked_at_ = 0;  // how long the log was when the disk was looked at; the engine thread's
  int last_code_ = 0;  // SQLite's, of the last checkpoint
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool due_ = false;
  std::jthread thread_;  // last: stops and joins before the rest goes
};

// Before anything else is written on a disk: gives back the room of a log that is long for it.
void make_room(sqlite::Connection& connection, const std::string& path,
               const Checkpointer::FreeBytes& free_bytes = free_bytes_at);

}  // namespace storage
