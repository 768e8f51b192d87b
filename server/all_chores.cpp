#include "server/all_chores.h"

#include "server/memory_purge.h"

namespace server {

std::vector<Chore> all_chores(const AgeingParts& parts, operations::Queues& queues,
                              s3::ObjectStore& objects, operations::Transfers& transfers,
                              core::AdjustableClock& clock, core::MemoryBudget& memory,
                              lambda_host::WorkerPool& workers) {
  constexpr int kRoundsBetweenMessages = 10;
  std::vector<Chore> chores = ageing_chores(parts);
  chores.push_back({"dating messages", [&queues](bool) { return queues.dating.step(); }});
  chores.push_back({"removing messages",
                    [&queues](bool first) { return queues.messages.remove_obsolete(first); },
                    kRoundsBetweenMessages});
  chores.push_back({"removing objects", [&objects](bool) { return objects.remove_some(); }});
  const auto store_ends = [&transfers](bool) {
    transfers.store_ends();
    return false;
  };
  chores.push_back({"storing ends of exports and imports", store_ends});
  const auto look = [&clock](bool) {
    clock.notice_jump();
    return false;
  };
  chores.insert(chores.begin(), {"looking at the clock", look});
  chores.push_back({"giving memory back", giving_back(memory, workers)});
  return behind_writers(std::move(chores), parts.writer);
}

}  // namespace server
