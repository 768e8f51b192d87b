#pragma once

#include "server/services.h"
#include "storage/writer.h"

#include <functional>
#include <utility>

namespace server {

// Work on a worker thread, and then a completion that transacts: it waits until what was queued by
// then is written, in turns of the usual size (decision 0036). The services must outlive both.
inline void run_then_transact(const Services& services, std::function<void()> work,
                              std::function<void()> done) {
  services.run_on_worker(std::move(work), [&writer = services.writer, done = std::move(done)] {
    writer.in_order(storage::Writer::Way::transacts, done);
  });
}

}  // namespace server
