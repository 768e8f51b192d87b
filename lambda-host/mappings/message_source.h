#pragma once

#include "core/clock.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lambda_host {

// A message of a queue as a function's event shows it.
struct SourceMessage {
  std::int64_t handle = 0;  // by which its source knows it
  std::string message_id;
  std::string receipt_handle;
  std::string body;
  std::string attributes;          // a JSON object: the system attributes
  std::string message_attributes;  // a JSON object, as the API has them
  std::string md5_of_body;
  std::string md5_of_message_attributes;  // empty: there are none
};

// What event source mappings read queues from, by the queues' ARNs. Engine thread.
class MessageSource {
 public:
  using Received = std::function<void(std::vector<SourceMessage>)>;
  // A receive that waits for a message. Destroyed, it waits no longer, and its call never comes;
  // what it was just taking is handed back.
  class Receive {
   public:
    virtual ~Receive() = default;
  };

  virtual ~MessageSource() = default;
  // Of the queue; nullopt when there is none.
  virtual std::optional<core::Duration> visibility_timeout(const std::string& queue_arn) const = 0;
  // How many messages of the queue could be received now, counted up to `most`; 0 when there is
  // none.
  virtual std::size_t visible(const std::string& queue_arn, std::size_t most) const = 0;
  // Waits for messages, and takes at most so many, which are in flight then. The call comes in a
  // later turn, perhaps with none, after which one asks again. nullptr: there is no such queue.
  virtual std::unique_ptr<Receive> receive(const std::string& queue_arn, std::size_t most,
                                           Received received) = 0;
  // They were processed, or aren't wanted. What fails is received again.
  virtual void erase(const std::string& queue_arn, std::vector<std::int64_t> messages) = 0;
  // They were received and given to nobody: that receive doesn't count, and they are visible again.
  virtual void hand_back(const std::string& queue_arn,
                         const std::vector<SourceMessage>& messages) = 0;
};

}  // namespace lambda_host
