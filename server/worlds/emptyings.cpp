#include "server/worlds/emptyings.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

namespace server::worlds {

Emptyings::Emptyings(const WorldParts& parts, std::unique_ptr<lambda_host::Alarm> alarm)
    : parts_(parts), turns_(std::move(alarm), parts.services, [this] { return step(); }) {}

void Emptyings::begin(const core::ScopeFilter& scopes, Done done) {
  running_.push_back({begin_emptying(parts_.services, scopes), 0, std::move(done)});
  turns_.begin();
}

bool Emptyings::step() {
  if (running_.empty()) return false;
  Running& running = running_.front();
  const bool stored = step(running);
  if (!stored || running.emptied == running.tables.size()) {
    const Done done = std::move(running.done);
    const std::size_t count = running.tables.size();
    running_.pop_front();
    done(stored ? std::optional(count) : std::nullopt);
  }
  return !running_.empty();
}

bool Emptyings::step(Running& running) {
  if (running.tables.empty()) return true;
  try {
    empty_table(parts_.services, running.tables[running.emptied]);
    ++running.emptied;
    return true;
  } catch (const std::exception& error) {
    spdlog::error("table {} can't be emptied: {}", running.tables[running.emptied].name,
                  error.what());
    return false;
  }
}

}  // namespace server::worlds
