#pragma once

#include "core/clock.h"
#include "lambda-host/alarm.h"
#include "server/services.h"

#include <functional>
#include <memory>
#include <utility>

namespace server::worlds {

// Work in small pieces that leaves the event loop to others: a turn of the loop has pieces for two
// milliseconds, and the next turn goes on. Engine thread.
class Turns {
 public:
  static constexpr core::Duration kTurn = std::chrono::milliseconds(2);
  static constexpr int kPieces = 4;  // that a turn has, at most

  // `piece` does a bounded one; false when there is none to do. The services must outlive it.
  Turns(std::unique_ptr<lambda_host::Alarm> alarm, const Services& services,
        std::function<bool()> piece)
      : alarm_(std::move(alarm)), services_(services), piece_(std::move(piece)) {}

  // There is something to do: the first turn is this one, unless writers are behind.
  void begin();

 private:
  std::unique_ptr<lambda_host::Alarm> alarm_;
  const Services& services_;
  std::function<bool()> piece_;
};

}  // namespace server::worlds
