#pragma once

#include "core/clock.h"
#include "lambda-host/alarm.h"

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

// Alarms that go off when the test lets time pass.
class ManualAlarms {
 public:
  explicit ManualAlarms(core::ManualClock& clock) : clock_(clock) {}

  lambda_host::MakeAlarm maker() {
    return [this] { return std::make_unique<One>(*this); };
  }
  // Runs what is due; false when nothing was.
  bool run_due() {
    for (One* alarm : alarms_) {
      if (!alarm->call || alarm->at > clock_.steady_now()) continue;
      std::exchange(alarm->call, nullptr)();  // may change the list
      return true;
    }
    return false;
  }
  // When the next one goes off; nullopt when none is set.
  std::optional<core::SteadyTime> next() const {
    std::optional<core::SteadyTime> next;
    for (const One* alarm : alarms_) {
      if (alarm->call && (!next || alarm->at < *next)) next = alarm->at;
    }
    return next;
  }

 private:
  struct One : lambda_host::Alarm {
    explicit One(ManualAlarms& owner) : alarms(owner) { alarms.alarms_.push_back(this); }
    ~One() override { std::erase(alarms.alarms_, this); }
    One(const One&) = delete;
    One& operator=(const One&) = delete;
    void after(core::Duration delay, std::function<void()> to_call) override {
      at = alarms.clock_.steady_now() + delay;
      call = std::move(to_call);
    }
    void cancel() override { call = nullptr; }

    ManualAlarms& alarms;
    core::SteadyTime at;
    std::function<void()> call;
  };

  core::ManualClock& clock_;
  std::vector<One*> alarms_;
};
