#pragma once

#include "core/clock.h"
#include "lambda-host/delivery_effect.h"
#include "lambda-host/invoker.h"
#include "lambda-host/mappings/delivery.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace lambda_host {

enum class AttemptOutcome {
  running,
  delivered,
  partly,   // the answer failed some records
  failed,   // the invocation failed, or the answer failed the first record or all
  refused,  // the function couldn't be invoked
};
const char* wire_name(AttemptOutcome outcome);

struct TracedAttempt {
  int number = 0;  // from 1; of a refused one, that of the attempt that it wasn't
  int times = 1;   // how often it was refused in a row
  AttemptOutcome outcome = AttemptOutcome::running;
  core::WallTime started;
  core::Duration duration{};
  std::string request_id;
  std::string error;
  std::optional<DeliveryEffect> fault = {};  // that it met
  std::string log_group;
  std::string log_stream;
};

// What is to be given up, as long as the failure destination doesn't take what it is told of it.
struct KeptDiscard {
  DiscardReason reason = DiscardReason::retry_attempts_exhausted;
  int times = 0;    // how often the destination was told in vain
  std::string why;  // the last time
};
void keep(std::optional<KeptDiscard>& kept, const Discard& discard, std::string_view why);

// How often a batch, or the end of a window, was tried, and the newest of these attempts.
struct TracedAttempts {
  static constexpr std::size_t kNewest = 10;

  // The function was invoked for the so-many-th time (from 1).
  void begin(int number, core::WallTime now);
  // The newest one ended; `error` says why it isn't done, if it isn't.
  void end(const InvocationResult& result, AttemptOutcome outcome, std::string error);
  // It couldn't be invoked, which doesn't count. The same again is told by a number.
  void refuse(int number, std::string_view why, core::WallTime now);

  int count = 0;  // without those that were refused
  std::deque<TracedAttempt> newest;

 private:
  TracedAttempt& add(int number, core::WallTime now);
};

}  // namespace lambda_host
