#include "storage/checkpointer.h"

#include <spdlog/spdlog.h>
#include <sqlite3.h>

#include <chrono>

namespace storage {
namespace {

constexpr int kPassesWithoutLock = 3;
constexpr std::chrono::microseconds kLockPause{100};
constexpr int kMaxLockPauses = 100'000;  // ten seconds

// SQLite's own handler sleeps for milliseconds at a time: too long for the engine thread.
int wait_for_lock(void* /*unused*/, int pauses) {
  if (pauses >= kMaxLockPauses) return 0;
  std::this_thread::sleep_for(kLockPause);
  return 1;
}

}  // namespace

Checkpointer::Checkpointer(const std::string& path, int pages)
    : connection_(sqlite::Connection::open(path, sqlite::Durability::normal)),
      pages_(pages),
      thread_([this](const std::stop_token& stop) { run(stop); }) {
  sqlite3_busy_handler(connection_.handle(), wait_for_lock, nullptr);
}

void Checkpointer::attach(sqlite::Connection& connection) {
  sqlite3_busy_handler(connection.handle(), wait_for_lock, nullptr);
  sqlite3_wal_hook(connection.handle(), on_commit, this);
}

int Checkpointer::on_commit(void* self, sqlite3* /*database*/, const char* /*name*/, int pages) {
  auto& checkpointer = *static_cast<Checkpointer*>(self);
  if (pages < checkpointer.pages_) return SQLITE_OK;
  {
    const std::lock_guard lock(checkpointer.mutex_);
    checkpointer.due_ = true;
  }
  checkpointer.wake_.notify_one();
  return SQLITE_OK;
}

void Checkpointer::run(const std::stop_token& stop) {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (!wake_.wait(lock, stop, [this] { return due_; })) return;
      due_ = false;
    }
    checkpoint();
  }
}

void Checkpointer::checkpoint() {
  int code = SQLITE_OK;
  const auto move_pages = [&](int mode) {
    code = sqlite3_wal_checkpoint_v2(connection_.handle(), nullptr, mode, nullptr, nullptr);
  };
  // Each pass moves what came during the one before.
  for (int pass = 0; pass < kPassesWithoutLock; ++pass) move_pages(SQLITE_CHECKPOINT_PASSIVE);
  move_pages(SQLITE_CHECKPOINT_RESTART);
  // Busy is no fault: the next commit asks again.
  if (code != SQLITE_OK && code != SQLITE_BUSY) {
    spdlog::warn("checkpoint: {}", sqlite3_errmsg(connection_.handle()));
  }
}

}  // namespace storage
