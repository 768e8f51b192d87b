#pragma once

#include "core/names.h"
#include "server/worlds/reset.h"
#include "server/worlds/snapshot.h"
#include "server/worlds/steps.h"
#include "server/worlds/things.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace server::operations {
struct Queue;
class QueueCopy;
}  // namespace server::operations

namespace server::worlds {

// What there is in a snapshot's place, but for its mappings. Takes time by the number of things.
WorldCounts count_saved(const WorldParts& parts, const core::Scope& place);

// Makes ARNs of one scope those of another.
using Rewrite = std::function<std::string(std::string)>;

// Makes functions with layers, and topics with subscriptions, of a scope anew in another, which has
// none of them, one by one, as they are when they are planned, whatever becomes of them.
class SettingsCopies {
 public:
  // The parts must outlive it.
  SettingsCopies(const WorldParts& parts, core::Scope from, core::Scope to, Rewrite rewrite);
  SettingsCopies(const SettingsCopies&) = delete;
  SettingsCopies& operator=(const SettingsCopies&) = delete;

  // Plans a page of them; false when it was the last one.
  bool plan_some() { return plans_.take(); }
  std::size_t functions() const { return functions_; }  // that are planned
  std::size_t topics() const { return topics_; }

  struct Copy {
    // That it makes; the target must not have it. What belongs to one that was made before is none.
    std::optional<Thing> thing;
    std::function<void()> make;
  };
  // Of those that are planned.
  bool empty() const { return copies_.empty(); }
  Copy take();

 private:
  void add(std::optional<Thing> thing, std::function<void()> make);
  void plan_layers();
  void plan_functions();
  void plan_topics();
  void plan_subscriptions();

  const WorldParts& parts_;
  core::Scope from_;
  core::Scope to_;
  Rewrite rewrite_;
  Steps plans_;
  std::deque<Copy> copies_;
  std::size_t functions_ = 0;
  std::size_t topics_ = 0;
};

// What makes a queue anew, a piece at a time. In a transaction.
std::unique_ptr<operations::QueueCopy> copy_queue(const WorldParts& parts,
                                                  const operations::Queue& queue,
                                                  const core::Scope& to, const Rewrite& rewrite);

}  // namespace server::worlds
