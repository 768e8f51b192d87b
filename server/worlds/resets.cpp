#include "server/worlds/resets.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace server::worlds {
namespace {

enum class Progress { more, complete, failed };

Progress step(Reset& reset) {
  try {
    return reset.step() ? Progress::more : Progress::complete;
  } catch (const std::exception& error) {
    spdlog::error("a reset failed: {}", error.what());
    return Progress::failed;
  }
}

}  // namespace

Resets::Resets(const WorldParts& parts, std::unique_ptr<lambda_host::Alarm> alarm)
    : parts_(parts), turns_(std::move(alarm), parts.services, [this] { return step(); }) {}

void Resets::begin(const core::ScopeFilter& scopes, const Kept& kept, Done done) {
  running_.push_back({Reset(parts_, scopes, kept), std::move(done)});
  turns_.begin();
}

bool Resets::is_under_way(const core::Scope& scope) const {
  return std::any_of(running_.begin(), running_.end(),
                     [&](const Running& running) { return running.reset.scopes().covers(scope); });
}

bool Resets::step() {
  if (running_.empty()) return false;
  Running& running = running_.front();
  const Progress progress = worlds::step(running.reset);
  if (progress == Progress::more) return true;
  const Done done = std::move(running.done);
  const ResetCounts counts = running.reset.counts();
  running_.pop_front();
  // Whatever it leads to, the next reset has its turn.
  try {
    done(progress == Progress::complete ? std::optional(counts) : std::nullopt);
  } catch (const std::exception& error) {
    spdlog::error("what a reset led to failed: {}", error.what());
  }
  return !running_.empty();
}

}  // namespace server::worlds
