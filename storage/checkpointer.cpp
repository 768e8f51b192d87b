#include "storage/checkpointer.h"

#include <spdlog/spdlog.h>
#include <sqlite3.h>
#include <sys/statvfs.h>

#include <chrono>
#include <filesystem>
#include <limits>
#include <utility>

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

// A log may be as long as half of what is free, and this long anyway.
constexpr std::uintmax_t kShortLogBytes = std::uintmax_t{1} << 20;
// How much longer the log is when the disk is looked at once more, and how often it is without
// that.
constexpr int kPagesBetweenLooks = 256;
constexpr std::chrono::seconds kBetweenLooks{1};

bool is_long_for_disk(const std::string& path, const Checkpointer::FreeBytes& free_bytes) {
  std::error_code none;
  const std::uintmax_t log = std::filesystem::file_size(path + "-wal", none);
  return !none && log > kShortLogBytes && log > free_bytes(path) / 2;
}

}  // namespace

std::uint64_t free_bytes_at(const std::string& path) {
  struct statvfs disk {};
  if (::statvfs(path.c_str(), &disk) != 0) return std::numeric_limits<std::uint64_t>::max();
  return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

void make_room(sqlite::Connection& connection, const std::string& path,
               const Checkpointer::FreeBytes& free_bytes) {
  if (!is_long_for_disk(path, free_bytes)) return;
  // Where it can't be, the next write says so.
  sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                            nullptr);
}

Checkpointer::Checkpointer(const std::string& path, int pages, FreeBytes free_bytes)
    : connection_(sqlite::Connection::open(path, sqlite::Durability::normal)),
      path_(path),
      pages_(pages),
      free_bytes_(std::move(free_bytes)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {
  sqlite3_busy_handler(connection_.handle(), wait_for_lock, nullptr);
}

void Checkpointer::attach(sqlite::Connection& connection) {
  sqlite3_busy_handler(connection.handle(), wait_for_lock, nullptr);
  sqlite3_wal_hook(connection.handle(), on_commit, this);
}

int Checkpointer::on_commit(void* self, sqlite3* /*database*/, const char* /*name*/, int pages) {
  auto& checkpointer = *static_cast<Checkpointer*>(self);
  if (pages >= checkpointer.pages_) checkpointer.fall_due();
  if (pages < checkpointer.looked_at_) checkpointer.looked_at_ = 0;  // it has begun anew
  if (pages - checkpointer.looked_at_ < kPagesBetweenLooks) return SQLITE_OK;
  checkpointer.looked_at_ = pages;
  if (is_long_for_disk(checkpointer.path_, checkpointer.free_bytes_)) checkpointer.fall_due();
  return SQLITE_OK;
}

void Checkpointer::fall_due() {
  {
    const std::lock_guard lock(mutex_);
    due_ = true;
  }
  wake_.notify_one();
}

void Checkpointer::run(const std::stop_token& stop) {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, stop, kBetweenLooks, [this] { return due_; });
      if (stop.stop_requested()) return;
      if (!std::exchange(due_, false) && !is_long_for_disk(path_, free_bytes_)) continue;
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
  move_pages(is_long_for_disk(path_, free_bytes_) ? SQLITE_CHECKPOINT_TRUNCATE
                                                  : SQLITE_CHECKPOINT_RESTART);
  // Busy is no fault: the next commit asks again. A full disk is tried each second, and told once.
  const bool is_news = code != std::exchange(last_code_, code);
  if (code != SQLITE_OK && code != SQLITE_BUSY && is_news) {
    spdlog::warn("checkpoint: {}", sqlite3_errmsg(connection_.handle()));
  }
}

}  // namespace storage
