#include "server/worlds/reset.h"

#include "lambda-host/events/async_invocations.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/operations/queues/queues.h"
#include "server/operations/transfers/transfers.h"
#include "server/s3/object_store.h"
#include "server/sns/topic_store.h"
#include "server/worlds/table_reset.h"
#include "storage/backup_catalog.h"
#include "storage/log_table.h"
#include "storage/writer.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace server::worlds {
namespace {

// The last ones, at most so many.
template <class Thing>
std::vector<Thing> take(std::vector<Thing>& things, std::size_t most) {
  const auto from = things.end() - static_cast<std::ptrdiff_t>(std::min(most, things.size()));
  std::vector<Thing> taken(from, things.end());
  things.erase(from, things.end());
  return taken;
}

// A mapping of a stream may have thousands of lanes that end with it.
constexpr std::size_t kThingsOfMapping = 10;

// What a piece may still do.
class Budget {
 public:
  std::size_t left() const { return left_; }
  bool any() const { return left_ > 0; }
  // Answers it.
  std::size_t spend(std::size_t things) {
    left_ -= std::min(things, left_);
    return things;
  }
  void spend_all() { left_ = 0; }

 private:
  std::size_t left_ = Reset::kPiece;
};

}  // namespace

// What is kept by scope. A kind that can be reset can be looked for: a restore begins only where
// there is nothing.
struct Kinds {
  struct Kind {
    bool (*is_there)(const WorldParts& parts, const core::Scope& scope);
    void (*begin)(Reset& reset);
    // When there is something left of the budget, there is nothing left of the kind.
    void (*remove_some)(Reset& reset, Budget& budget);
  };

  static bool has_mappings(const WorldParts& parts, const core::Scope& scope) {
    return !parts.services.mappings.list(scope, "", 1).empty() ||
           !parts.services.queue_mappings.list(scope, "", 1).empty() ||
           parts.services.mappings.discards().has_any(only(scope));
  }
  static void begin_mappings(Reset& reset) {
    Services& services = reset.parts_.services;
    services.mappings.abandon(reset.scopes_);
    for (const auto& [id, mapping] : services.mappings.all()) {
      if (reset.scopes_.covers(mapping.scope)) reset.mappings_.push_back(id);
    }
    for (const auto* mapping : services.queue_mappings.all()) {
      if (!reset.scopes_.covers(mapping->common.scope)) continue;
      reset.queue_mappings_.push_back(mapping->common.id);
    }
  }
  static void remove_mappings(Reset& reset, Budget& budget) {
    Services& services = reset.parts_.services;
    const bool stay = reset.kept_.mappings && reset.kept_.functions;
    const auto of_streams =
        take(reset.mappings_, (budget.left() + kThingsOfMapping - 1) / kThingsOfMapping);
    budget.spend(kThingsOfMapping * of_streams.size());
    const auto of_queues = take(reset.queue_mappings_, budget.left());
    budget.spend(of_queues.size());
    reset.counts_.mappings += services.mappings.reset(
        of_streams, [&](const auto&) { return stay && reset.kept_.tables; });
    if (stay && reset.kept_.queues) {
      services.queue_mappings.pause(of_queues);
      reset.paused_.insert(reset.paused_.end(), of_queues.begin(), of_queues.end());
    } else {
      reset.counts_.mappings += services.queue_mappings.erase(of_queues);
    }
  }
  // Those that stay, behind all else: they would have read what their queues had.
  static void go_on_with_mappings(Reset& reset) {
    reset.parts_.services.queue_mappings.begin_anew(std::exchange(reset.paused_, {}));
  }

  static bool has_functions(const WorldParts& parts, const core::Scope& scope) {
    const auto& events = parts.services.async_invocations.pending();
    const auto& functions = parts.services.functions;
    lambda_host::FunctionCursor first;
    return !functions.records(scope, first, 1).empty() ||
           !functions.layers().names(scope).empty() ||
           std::any_of(events.begin(), events.end(),
                       [&](const auto& entry) { return entry.first.first == scope; });
  }
  // With layers, and what runs of them. Whoever is told of a process's failure may go on, so they
  // are ended again behind all else.
  static void remove_functions(Reset& reset, Budget& budget) {
    Services& services = reset.parts_.services;
    budget.spend(services.async_invocations.forget(reset.scopes_, budget.left()));
    if (!budget.any()) return;
    reset.counts_.processes += reset.parts_.end_processes(reset.scopes_);
    if (!reset.kept_.functions) {
      const auto erased = services.functions.erase_all(reset.scopes_, budget.left());
      reset.counts_.functions += erased.functions;
      budget.spend(erased.documents);
      budget.spend(services.functions.layers().erase_all(reset.scopes_, budget.left()));
    }
    reset.counts_.processes += reset.parts_.end_processes(reset.scopes_);
  }

  static bool has_log_groups(const WorldParts& parts, const core::Scope& scope) {
    storage::LogGroupQuery any;
    any.limit = 1;
    return !parts.services.logs.find_groups(scope, any).empty();
  }
  static void begin_log_groups(Reset& reset) { reset.parts_.drop_log_lines(reset.scopes_); }
  static void remove_log_groups(Reset& reset, Budget& budget) {
    Services& services = reset.parts_.services;
    std::size_t dropped = 0;
    services.writer.transact(
        [&] { dropped = services.logs.drop_groups(reset.scopes_, budget.left()); });
    reset.counts_.log_groups += budget.spend(dropped);
  }

  static bool has_transfers(const WorldParts& parts, const core::Scope& scope) {
    const auto* transfers = parts.services.transfers;
    return transfers && !(transfers->exports.all().of(only(scope), 1).empty() &&
                          transfers->imports.all().of(only(scope), 1).empty());
  }
  static void remove_transfers(Reset& reset, Budget& budget) {
    auto* transfers = reset.parts_.services.transfers;
    if (transfers) budget.spend(transfers->forget(reset.scopes_, budget.left()));
  }

  static bool has_any_tables(const WorldParts& parts, const core::Scope& scope) {
    return has_tables(parts.services, scope);
  }
  static void begin_tables(Reset& reset) {
    end_work_on_tables(reset.parts_.services, reset.scopes_);
    if (!reset.kept_.tables) return;
    reset.tables_ = kept_tables(reset.parts_.services, reset.scopes_);
    std::reverse(reset.tables_.begin(), reset.tables_.end());  // the last is the next
  }
  static void remove_tables(Reset& reset, Budget& budget) {
    Services& services = reset.parts_.services;
    const bool stay = reset.kept_.tables;
    if (!stay || !services.backups.list_all(reset.scopes_).empty()) {
      end_work_on_tables(services, reset.scopes_);
    }
    budget.spend(worlds::remove_backups(services, reset.scopes_, budget.left()));
    if (!stay) {
      const auto removed = worlds::remove_tables(services, reset.scopes_, budget.left());
      reset.counts_.tables += removed.tables;
      budget.spend(removed.things);
    }
    budget.spend(remove_streams(services, reset.scopes_, budget.left(), !stay));
    if (!budget.any() || reset.tables_.empty()) return;
    empty_table(services, reset.tables_.back());
    reset.tables_.pop_back();
    ++reset.counts_.tables;
    if (!reset.tables_.empty()) budget.spend_all();
  }

  static bool has_queues(const WorldParts& parts, const core::Scope& scope) {
    return !parts.services.queues.registry.list(scope, "", "", 1).empty();
  }
  static void begin_queues(Reset& reset) {
    if (!reset.kept_.queues) return;
    reset.parts_.services.queues.registry.forget_times(reset.scopes_);
    for (const auto* queue : reset.parts_.services.queues.registry.list(reset.scopes_)) {
      reset.queues_.push_back(queue->stored.id);
    }
  }
  static void remove_queues(Reset& reset, Budget& budget) {
    operations::Queues& queues = reset.parts_.services.queues;
    if (!reset.kept_.queues) {
      const auto dropped = queues.registry.drop_all(reset.scopes_, budget.left());
      for (const auto id : dropped) queues.polls.give_up(id);
      reset.counts_.queues += budget.spend(dropped.size());
      return;
    }
    for (const auto id : take(reset.queues_, budget.left())) {
      budget.spend(1);
      auto* queue = queues.registry.find(id);
      if (!queue) continue;
      queues.registry.empty(*queue);
      ++reset.counts_.queues;
    }
  }

  static bool has_topics(const WorldParts& parts, const core::Scope& scope) {
    return !parts.topics.topics(scope, "", 1).empty() ||
           !parts.topics.subscriptions(scope, "", 1).empty();
  }
  static void remove_topics(Reset& reset, Budget& budget) {
    if (reset.kept_.topics) return;
    auto& topics = reset.parts_.topics;
    budget.spend(topics.erase_subscriptions(reset.scopes_, budget.left()));
    reset.counts_.topics += budget.spend(topics.erase_topics(reset.scopes_, budget.left()));
  }

  static bool has_buckets(const WorldParts& parts, const core::Scope& scope) {
    return !parts.objects.buckets_of(only(scope), {}, 1).empty();
  }
  static void begin_buckets(Reset& reset) {
    if (!reset.kept_.buckets) return;
    for (const auto* bucket : reset.parts_.objects.buckets_of(reset.scopes_)) {
      reset.buckets_.push_back(bucket->name);
    }
  }
  static void remove_buckets(Reset& reset, Budget& budget) {
    auto& objects = reset.parts_.objects;
    if (!reset.kept_.buckets) {
      budget.spend(objects.delete_saved(reset.scopes_, budget.left()));
      reset.counts_.buckets += budget.spend(objects.delete_buckets(reset.scopes_, budget.left()));
      return;
    }
    for (const auto& name : take(reset.buckets_, budget.left())) {
      budget.spend(1);
      if (objects.empty_bucket(name)) ++reset.counts_.buckets;
    }
  }

  static void begin_nothing(Reset&) {}

  // What could write goes first: mappings, then what runs of functions, then what they write to.
  // What reads or fills tables goes before them.
  static constexpr Kind kKinds[] = {
      {has_mappings,   begin_mappings,   remove_mappings  },
      {has_functions,  begin_nothing,    remove_functions },
      {has_log_groups, begin_log_groups, remove_log_groups},
      {has_transfers,  begin_nothing,    remove_transfers },
      {has_any_tables, begin_tables,     remove_tables    },
      {has_queues,     begin_queues,     remove_queues    },
      {has_topics,     begin_nothing,    remove_topics    },
      {has_buckets,    begin_buckets,    remove_buckets   },
  };

  static bool step(Reset& reset) {
    Budget budget;
    for (; reset.kind_ < std::size(kKinds); ++reset.kind_, reset.begun_ = false) {
      const Kind& kind = kKinds[reset.kind_];
      if (!std::exchange(reset.begun_, true)) kind.begin(reset);
      kind.remove_some(reset, budget);
      if (!budget.any()) return true;
    }
    go_on_with_mappings(reset);
    return false;
  }
};

bool Reset::step() {
  try {
    return Kinds::step(*this);
  } catch (...) {
    Kinds::go_on_with_mappings(*this);
    throw;
  }
}

ResetCounts reset(const WorldParts& parts, const core::ScopeFilter& scopes, const Kept& kept) {
  Reset all(parts, scopes, kept);
  while (all.step()) {
  }
  return all.counts();
}

bool is_empty(const WorldParts& parts, const core::Scope& scope) {
  return std::none_of(std::begin(Kinds::kKinds), std::end(Kinds::kKinds),
                      [&](const Kinds::Kind& kind) { return kind.is_there(parts, scope); });
}

}  // namespace server::worlds
