#include "storage/sqlite/transaction.h"
#include "storage/writer.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

// Whoever transacts has all that is queued written before, and so requests that will wait until
// little is.
namespace storage {

void Writer::in_order(Way way, std::function<void()> request) {
  if (!has_to_wait(way)) return request();
  if (waiting_.empty()) awaited_ = enqueued_;
  waiting_.push_back({way, std::move(request)});
}

// If some are left, something is queued: the end of that turn goes on here.
void Writer::run_waiting() {
  while (!waiting_.empty() && awaited_ <= written_) {
    const Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    try {
      next.request();
    } catch (const std::exception& error) {  // the others are waiting, too
      spdlog::error("a request that waited for a turn failed: {}", error.what());
    }
    const bool next_transacts = !waiting_.empty() && waiting_.front().way == Way::transacts;
    if (next_transacts) awaited_ = enqueued_;  // with what those before it have submitted
  }
}

void Writer::transact(const std::function<void()>& work) {
  while (!queued_.empty()) flush();  // a completion may have submitted again, to a table that goes
  const std::uint64_t first_sequence = next_sequence_;
  try {
    sqlite::Transaction transaction(connection_);
    work();
    transaction.commit();
  } catch (...) {
    next_sequence_ = first_sequence;
    throw;
  }
}

}  // namespace storage
