#include "lambda-host/alarm.h"

#include "lambda-host/timer.h"

namespace lambda_host {
namespace {

class LoopAlarm : public Alarm {
 public:
  explicit LoopAlarm(boost::asio::io_context& io) : timer_(io) {}
  void after(core::Duration delay, std::function<void()> call) override {
    timer_.after(delay, std::move(call));
  }
  void cancel() override { timer_.cancel(); }

 private:
  Timer timer_;
};

}  // namespace

MakeAlarm loop_alarms(boost::asio::io_context& io) {
  return [&io] { return std::make_unique<LoopAlarm>(io); };
}

}  // namespace lambda_host
