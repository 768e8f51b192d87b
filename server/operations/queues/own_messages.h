#pragma once

#include "core/names.h"
#include "server/operations/queues/message_attributes.h"
#include "server/operations/queues/queues.h"

#include <functional>
#include <string>
#include <string_view>

namespace server::operations {

// A message that no client sends, but the program itself: what a destination is told, the
// notification of a topic.
struct OwnMessage {
  std::string body;
  MessageAttributes attributes = {};
  std::string trace_header = {};  // its AWSTraceHeader; empty: none
};

// False when there is no such queue, and then `done` isn't called; else it is, after the commit, in
// whose transaction `beside` was called, if there is one.
bool send_own_message(Queues& queues, const core::Scope& scope, std::string_view queue,
                      OwnMessage own, MessageStore::Done done, std::function<void()> beside = {});

}  // namespace server::operations
