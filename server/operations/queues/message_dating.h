#pragma once

#include "core/clock.h"
#include "server/operations/queues/queue_registry.h"
#include "storage/message_table.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

namespace storage {
class Writer;
}

namespace server::operations {

// Messages follow a wall time that goes back: what was sent or received ahead of now was so now.
// Those that an earlier process left ahead of it, too, since a clock that was moved is forgotten at
// its end. All messages are looked at once, a piece at a time: until its turn comes, one that lies
// ahead is hidden. Engine thread.
class MessageDating {
 public:
  static constexpr std::size_t kPiece = 2000;  // messages

  // Begun from the start. `done` is called when all are dated.
  MessageDating(QueueRegistry& queues, storage::MessageTable& messages, storage::Writer& writer,
                const core::Clock& clock, std::function<void()> done)
      : queues_(queues),
        messages_(messages),
        writer_(writer),
        clock_(clock),
        done_(std::move(done)) {}

  // The wall time went back.
  void begin();
  // Dates a piece, in a transaction; false when there was no more.
  bool step(std::size_t messages = kPiece);

 private:
  void forget_in_flight();

  QueueRegistry& queues_;
  storage::MessageTable& messages_;
  storage::Writer& writer_;
  const core::Clock& clock_;
  std::function<void()> done_;
  std::optional<std::int64_t> after_ = 0;  // the last message that was looked at
};

}  // namespace server::operations
