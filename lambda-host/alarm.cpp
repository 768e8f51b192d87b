#include "lambda-host/alarm.h"

#include "lambda-host/timer.h"

#include <boost/asio/io_context.hpp>

#include <deque>
#include <utility>
#include <vector>

namespace lambda_host {
namespace {

// Calls without a delay, of all alarms, a hundred in a turn of the loop: a commit wakes many at
// once, and a timer for each of them would cost more than what most have to do.
class NextTurn : public std::enable_shared_from_this<NextTurn> {
 public:
  struct Entry {
    std::function<void()> call;  // empty: cancelled
    bool is_queued = false;
  };

  explicit NextTurn(boost::asio::io_context& io) : io_(io) {}

  void add(const std::shared_ptr<Entry>& entry, std::function<void()>&& call) {
    entry->call = std::move(call);
    if (std::exchange(entry->is_queued, true)) return;
    queue_.push_back(entry);
    run_soon();
  }

 private:
  static constexpr std::size_t kMaxCalls = 100;

  void run_soon() {
    if (std::exchange(runs_soon_, true)) return;
    post_call(io_, [self = shared_from_this()] { self->run(); });
  }

  // What is added meanwhile comes in a turn after this one.
  void run() {
    runs_soon_ = false;
    for (; !queue_.empty() && running_.size() < kMaxCalls; queue_.pop_front()) {
      running_.push_back(std::move(queue_.front()));
      running_.back()->is_queued = false;
    }
    if (!queue_.empty()) run_soon();
    for (const auto& entry : running_) {
      // The call may end its alarm, or set it again.
      if (!entry->is_queued && entry->call) std::exchange(entry->call, nullptr)();
    }
    running_.clear();
  }

  boost::asio::io_context& io_;
  std::deque<std::shared_ptr<Entry>> queue_;
  bool runs_soon_ = false;
  std::vector<std::shared_ptr<Entry>> running_;
};

class LoopAlarm : public Alarm {
 public:
  LoopAlarm(boost::asio::io_context& io, std::shared_ptr<NextTurn> next_turn)
      : timer_(io), next_turn_(std::move(next_turn)) {}
  ~LoopAlarm() override { cancel(); }
  LoopAlarm(const LoopAlarm&) = delete;
  LoopAlarm& operator=(const LoopAlarm&) = delete;

  void after(core::Duration delay, std::function<void()> call) override {
    cancel();
    runs_timer_ = delay > core::Duration::zero();
    if (runs_timer_) return timer_.after(delay, std::move(call));
    next_turn_->add(entry_, std::move(call));
  }
  void cancel() override {
    if (std::exchange(runs_timer_, false)) timer_.cancel();
    entry_->call = nullptr;
  }

 private:
  Timer timer_;
  bool runs_timer_ = false;  // maybe: it doesn't tell that it is over
  std::shared_ptr<NextTurn> next_turn_;
  std::shared_ptr<NextTurn::Entry> entry_ = std::make_shared<NextTurn::Entry>();
};

}  // namespace

MakeAlarm loop_alarms(boost::asio::io_context& io) {
  return [&io, next_turn = std::make_shared<NextTurn>(io)] {
    return std::make_unique<LoopAlarm>(io, next_turn);
  };
}

}  // namespace lambda_host
