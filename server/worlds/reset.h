#pragma once

#include "core/scope_filter.h"
#include "server/services.h"
#include "server/worlds/table_reset.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace server::s3 {
class ObjectStore;
}
namespace server::sns {
class TopicStore;
}

// A world is what one account has in one region, and a reset ends it: nothing is left of it, and
// whoever makes the same things again meets no trace of the old ones. What is made of a kind whose
// turn is still to come goes with it. Engine thread.
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

// What stays. Tables, queues and buckets that stay are emptied. Streams of such tables go on in
// fresh shards, so that nothing is read there that was written before. A mapping stays where its
// function and what it reads stay, and goes on at the tip.
struct Kept {
  bool functions = false;
  bool mappings = false;
  bool tables = false;
  bool queues = false;
  bool topics = false;  // with their subscriptions
  bool buckets = false;
};

// How many were removed; of tables, queues and buckets that stay, emptied.
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

// One reset, a piece at a time, each of which is stored when it returns. A small world goes in one.
// The room that it took is freed bit by bit (chores).
class Reset {
 public:
  // Things that a piece removes; one table is emptied.
  static constexpr std::size_t kPiece = 100;

  // The parts must outlive it.
  Reset(const WorldParts& parts, core::ScopeFilter scopes, const Kept& kept)
      : parts_(parts), scopes_(std::move(scopes)), kept_(kept) {}

  // Does a piece; false when all is done. When it throws, since it can't be stored, what isn't
  // gone stays.
  bool step();
  const core::ScopeFilter& scopes() const { return scopes_; }
  const ResetCounts& counts() const { return counts_; }

 private:
  friend struct Kinds;

  const WorldParts& parts_;
  core::ScopeFilter scopes_;
  Kept kept_;
  ResetCounts counts_;
  std::size_t kind_ = 0;  // that is being removed
  bool begun_ = false;    // that kind
  // What there was of things that may stay, and isn't dealt with yet.
  std::vector<core::MappingId> mappings_;
  std::vector<core::MappingId> queue_mappings_;
  std::vector<core::MappingId> paused_;  // of those, which begin anew when their queues are empty
  std::vector<KeptTable> tables_;
  std::vector<std::int64_t> queues_;
  std::vector<std::string> buckets_;
};

// All of it at once.
ResetCounts reset(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept& kept);

inline core::ScopeFilter only(const core::Scope& scope) {
  return {scope.account, scope.region};
}

// Whether a reset would find nothing: of no kind that it takes away is anything there.
bool is_empty(const WorldParts& parts, const core::Scope& scope);

}  // namespace server::worlds
