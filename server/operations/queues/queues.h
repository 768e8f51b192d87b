#pragma once

#include "server/operations/queues/long_polls.h"
#include "server/operations/queues/message_dating.h"
#include "server/operations/queues/message_store.h"
#include "server/operations/queues/queue_registry.h"

namespace server::operations {

// All that the operations of SQS work with. What it is given must outlive it.
class Queues {
 public:
  Queues(storage::sqlite::Connection& connection, storage::Writer& writer, const core::Clock& clock,
         std::unique_ptr<lambda_host::Alarm> alarm)
      : table_(connection),
        registry(connection, table_, writer, clock),
        messages(registry, table_, writer, clock),
        polls(registry, messages, clock, std::move(alarm)),
        dating(registry, table_, writer, clock, [this] { polls.look_at_all(); }) {}

 private:
  storage::MessageTable table_;

 public:
  QueueRegistry registry;
  MessageStore messages;
  LongPolls polls;
  MessageDating dating;
};

}  // namespace server::operations
