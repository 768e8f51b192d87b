#pragma once

#include "core/scope_filter.h"
#include "server/services.h"

#include <cstddef>
#include <functional>
#include <string>

namespace server::s3 {
class ObjectStore;
}
namespace server::sns {
class TopicStore;
}

// A world is what one account has in one region, and a reset ends it: nothing is left of it, and
// whoever makes the same things again meets no trace of the old ones. Engine thread.
namespace server::worlds {

// All that is kept by scope. The references must outlive it.
struct WorldParts {
  Services& services;
  s3::ObjectStore& objects;
  sns::TopicStore& topics;
  // Ends handler processes with what they are doing; answers how many.
  std::function<std::size_t(const core::ScopeFilter&)> end_processes;
  // What handlers wrote and isn't in the log yet, is dropped.
  std::function<void(const core::ScopeFilter&)> drop_log_lines;
  // Where handlers find the server: "http://127.0.0.1:8000".
  std::function<std::string()> endpoint_url;
};

// What stays. Queues and buckets that stay are emptied with the reset, tables behind it
// (Emptyings): streams of such tables go on in fresh shards, so that nothing is read there that was
// written before. A mapping stays where its function and what it reads stay, and goes on at the
// tip.
struct Kept {
  bool functions = false;
  bool mappings = false;
  bool tables = false;
  bool queues = false;
  bool topics = false;  // with their subscriptions
  bool buckets = false;
};

// How many were removed; of queues and buckets that stay, emptied. Tables that stay aren't counted.
struct ResetCounts {
  std::size_t tables = 0;
  std::size_t functions = 0;
  std::size_t mappings = 0;
  std::size_t queues = 0;
  std::size_t topics = 0;
  std::size_t buckets = 0;
  std::size_t log_groups = 0;
  std::size_t processes = 0;
};

// Each kind of thing goes in a transaction of its own. What was removed is gone for everybody when
// this returns; the room that it took is freed bit by bit (chores).
ResetCounts reset(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept& kept);

inline core::ScopeFilter only(const core::Scope& scope) {
  return {scope.account, scope.region};
}

// Whether a reset would find nothing: of no kind that it takes away is anything there.
bool is_empty(const WorldParts& parts, const core::Scope& scope);

}  // namespace server::worlds
