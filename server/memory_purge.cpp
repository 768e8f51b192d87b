#include "server/memory_purge.h"

#include <utility>

// The program is linked with mimalloc, its tests and the builds with sanitizers aren't.
extern "C" void mi_collect(bool force) noexcept __attribute__((weak));

namespace server {

bool PeakWatch::look() {
  const bool was_high = std::exchange(high_, memory_->take_peak() >= kPeakBytes);
  return was_high && !high_;
}

void purge_memory() {
  if (mi_collect != nullptr) mi_collect(true);
}

}  // namespace server
