#pragma once

#include "core/scope_filter.h"
#include "server/operations/transfers/transfer_list.h"
#include "server/services.h"
#include "storage/resource_table.h"
#include "storage/sqlite/error.h"
#include "storage/table.h"
#include "storage/writer.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace server::operations {

// All exports, or imports, each of which is a document in the database. Some run at once and the
// others wait. Engine thread.
template <class Transfer, class Run>
class TransferQueue {
 public:
  // What one of the two does its own way.
  struct Kind {
    const char* name;  // of its documents, and in what is logged
    Transfer (*from_json)(const std::string& json, const core::Scope& scope);
    std::string (*to_json)(const Transfer& stored);
    // A run that hasn't begun, and calls `done` once, later.
    std::function<std::shared_ptr<Run>(const Transfer& asked, storage::Table& table,
                                       std::function<void(const Transfer& ended)> done)>
        make_run;
    // Its end is stored. nullptr: it never had a table.
    std::function<void(const Transfer& ended, storage::Table* table)> ended;
  };

  TransferQueue(storage::sqlite::Connection& connection, Services& services, Kind kind)
      : services_(services), kind_(std::move(kind)), documents_(connection, kind_.name) {
    for (const storage::Resource& stored : documents_.load_all()) {
      transfers_.put(kind_.from_json(stored.document, stored.scope));
    }
  }

  const TransferList<Transfer>& all() const { return transfers_; }

  // Stores it anew or as it is now, with `more` in the same transaction.
  const Transfer& save(
      Transfer changed, const std::function<void()>& more = [] {}) {
    services_.writer.transact([&] {
      more();
      documents_.store({changed.scope, changed.arn, kind_.to_json(changed)});
    });
    return transfers_.put(std::move(changed));
  }

  // It runs when its turn comes. The table must not go before it has ended.
  void await_turn(const Transfer& asked, storage::Table& table) {
    waiting_.push_back({asked.arn, &table});
  }
  void run_next() {
    constexpr std::size_t kAtOnce = 2;
    while (running_.size() < kAtOnce && !waiting_.empty()) {
      const Waiting next = std::move(waiting_.front());
      waiting_.pop_front();
      run(next);
    }
  }

  // Stores the end before anybody hears of it: what isn't stored as ended begins anew.
  void finish(Transfer ended, storage::Table* table) {
    try {
      save(ended);
    } catch (const storage::sqlite::Error& error) {
      spdlog::error("the end of an {} can't be stored yet: {}", kind_.name, error.what());
      return unstored_.push_back({std::move(ended), table});
    }
    kind_.ended(ended, table);
  }
  // Tries once more what a full disk didn't take.
  void store_ends() {
    for (Ended& each : std::exchange(unstored_, {})) finish(std::move(each.state), each.table);
  }

  // Those of these scopes are gone, also what runs: at most so many. It answers how many.
  std::size_t forget(const core::ScopeFilter& scopes, std::size_t most) {
    const auto gone = transfers_.of(scopes, most);
    for (const std::string& arn : erase(gone)) {
      if (const auto run = running_.find(arn); run != running_.end()) {
        run->second->abandon();
        running_.erase(run);
      }
      std::erase_if(waiting_, [&](const Waiting& waiting) { return waiting.arn == arn; });
      std::erase_if(unstored_, [&](const Ended& ended) { return ended.state.arn == arn; });
    }
    run_next();
    return gone.size();
  }
  // Of those that aren't listed any more.
  void forget_obsolete() { erase(transfers_.obsolete(services_.clock.now(), kForgottenAtOnce)); }

 private:
  struct Ended {
    Transfer state;
    storage::Table* table;
  };
  struct Waiting {
    std::string arn;
    storage::Table* table;
  };

  void run(const Waiting& next) {
    const auto run = kind_.make_run(*transfers_.find(next.arn), *next.table,
                                    [this, table = next.table](const Transfer& ended) {
                                      running_.erase(ended.arn);
                                      finish(ended, table);
                                      run_next();
                                    });
    running_.emplace(next.arn, run);
    run->begin();
  }

  // Answers their ARNs.
  std::vector<std::string> erase(const std::vector<const Transfer*>& gone) {
    std::vector<std::string> arns;
    if (gone.empty()) return arns;
    services_.writer.transact([&] {
      for (const Transfer* each : gone) documents_.erase(each->scope, each->arn);
    });
    for (const Transfer* each : gone) {
      arns.push_back(each->arn);
      transfers_.erase(arns.back());
    }
    return arns;
  }

  Services& services_;
  Kind kind_;
  storage::ResourceTable documents_;
  TransferList<Transfer> transfers_;
  std::deque<Waiting> waiting_;
  std::map<std::string, std::shared_ptr<Run>> running_;  // by ARN
  std::vector<Ended> unstored_;
};

}  // namespace server::operations
