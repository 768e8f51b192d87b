#pragma once

#include "core/clock.h"
#include "lambda-host/mappings/message_source.h"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace lambda_host {

// Gathers a queue's messages into the batches that a function gets. A batch is ready when it has
// its size, when the next message would make its event too large, or when its window is over.
class MessageBatch {
 public:
  MessageBatch(std::size_t size, core::Duration window) : size_(size), window_(window) {}

  // Whether the message has room; it opens the window when it is the first.
  bool has_room_for(const SourceMessage& message) const;
  void add(SourceMessage message, core::WallTime now);
  std::size_t room() const { return size_ - messages_.size(); }
  bool empty() const { return messages_.empty(); }
  bool is_ready(core::WallTime now) const;
  // How long the window goes on; nullopt when the batch is empty.
  std::optional<core::Duration> left(core::WallTime now) const;
  // The clock went back: the window begins anew if it began later than now.
  void date_back(core::WallTime now);
  std::vector<SourceMessage> take();

 private:
  std::size_t size_;
  core::Duration window_;
  std::vector<SourceMessage> messages_;
  std::size_t bytes_ = 0;
  core::WallTime opened_at_;
};

// The messages that a handler's answer says aren't done, by their ids, with
// ReportBatchItemFailures. nullopt: all of them, as for an answer that isn't understood or names a
// message that isn't in the batch.
std::optional<std::unordered_set<std::string>> failed_messages(
    const std::string& answer, const std::vector<SourceMessage>& messages);

}  // namespace lambda_host
