#include "storage/checkpointer.h"

#include <spdlog/spdlog.h>
#include <sqlite3.h>

namespace storage {
namespace {

constexpr int kPagesBeforeCheckpoint = 16000;  // 64 MB

}  // namespace

Checkpointer::Checkpointer(const std::string& path)
    : connection_(sqlite::Connection::open(path, sqlite::Durability::normal)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Checkpointer::attach(sqlite::Connection& connection) {
  sqlite3_wal_hook(connection.handle(), on_commit, this);
}

int Checkpointer::on_commit(void* self, sqlite3* /*database*/, const char* /*name*/, int pages) {
  if (pages < kPagesBeforeCheckpoint) return SQLITE_OK;
  auto& checkpointer = *static_cast<Checkpointer*>(self);
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
    // First all that can be moved without stopping the writer, then the little that came meanwhile,
    // under its lock, so that the log can begin anew.
    int code = SQLITE_OK;
    for (const int mode : {SQLITE_CHECKPOINT_PASSIVE, SQLITE_CHECKPOINT_RESTART}) {
      code = sqlite3_wal_checkpoint_v2(connection_.handle(), nullptr, mode, nullptr, nullptr);
    }
    // Busy is no fault: the next commit asks again.
    if (code != SQLITE_OK && code != SQLITE_BUSY) {
      spdlog::warn("checkpoint: {}", sqlite3_errmsg(connection_.handle()));
    }
  }
}

}  // namespace storage
