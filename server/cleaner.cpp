#include "server/cleaner.h"

#include <memory>
#include <utility>

namespace server {
namespace {

// A few milliseconds' worth.
constexpr std::size_t kEntriesPerStep = 500;

}  // namespace

Cleaner::Cleaner(lambda_host::WorkerPool& workers, std::vector<Step> steps)
    : workers_(workers), steps_(std::move(steps)) {}

void Cleaner::wake() {
  woken_ = true;
  if (std::exchange(running_, true)) return;
  woken_ = false;
  run(0);
}

void Cleaner::run(std::size_t step) {
  if (step == steps_.size()) {
    running_ = false;
    if (woken_) wake();
    return;
  }
  auto more = std::make_shared<bool>(false);
  workers_.run([take = steps_[step], more] { *more = take(kEntriesPerStep); },
               [this, step, more] { run(*more ? step : step + 1); });
}

}  // namespace server
