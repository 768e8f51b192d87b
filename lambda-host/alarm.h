#pragma once

#include "core/clock.h"

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace lambda_host {

// A Timer as those see it who don't care where time passes: in the event loop, or in a test.
// One call in the future, in a later turn of the loop even if the delay is zero. After cancel, a
// new `after`, or the alarm's end the old call never comes.
class Alarm {
 public:
  virtual ~Alarm() = default;
  virtual void after(core::Duration delay, std::function<void()> call) = 0;
  virtual void cancel() = 0;
};

using MakeAlarm = std::function<std::unique_ptr<Alarm>()>;

// Alarms of the event loop. The io_context must outlive them.
MakeAlarm loop_alarms(boost::asio::io_context& io);

}  // namespace lambda_host
