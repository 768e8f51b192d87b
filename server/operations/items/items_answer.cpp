#include "server/operations/items/items_answer.h"

#include <memory>
#include <utility>

namespace server::operations {

void answer_with_items(std::size_t item_bytes, std::function<Answer()> make, Services& services,
                       Reply reply) {
  if (item_bytes <= kQuickItemBytes) return reply(make());
  const auto answer = std::make_shared<Answer>();
  services.run_on_worker([answer, make = std::move(make)] { *answer = make(); },
                         [answer, reply = std::move(reply)] { reply(std::move(*answer)); });
}

}  // namespace server::operations
