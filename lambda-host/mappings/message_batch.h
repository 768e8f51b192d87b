#pragma once

#include "core/clock.h"
#include "lambda-host/mappings/batch_gauge.h"
#include "lambda-host/mappings/message_source.h"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace lambda_host {

// Gathers a queue's messages into the batches that a function gets, by BatchGauge.
class MessageBatch {
 public:
  MessageBatch(std::size_t size, core::Duration window) : gauge_({size, window}) {}

  // False, and the message isn't taken, when it has no room: then the batch is ready.
  bool add(SourceMessage& message, core::WallTime now);
  std::size_t room() const { return gauge_.free_records(); }
  bool empty() const { return messages_.empty(); }
  std::size_t size() const { return messages_.size(); }
  bool is_ready(core::WallTime now) const { return gauge_.ready(now); }
  // How long the window goes on; nullopt when the batch is empty.
  std::optional<core::Duration> left(core::WallTime now) const;
  // The clock went back: the window begins anew if it began later than now.
  void date_back(core::WallTime now) { gauge_.date_back(now); }
  std::vector<SourceMessage> take();

 private:
  BatchGauge gauge_;
  std::vector<SourceMessage> messages_;
};

// The messages that a handler's answer says aren't done, by their ids, with
// ReportBatchItemFailures. nullopt: all of them, as for an answer that isn't understood or names a
// message that isn't in the batch.
std::optional<std::unordered_set<std::string>> failed_messages(
    const std::string& answer, const std::vector<SourceMessage>& messages);

}  // namespace lambda_host
