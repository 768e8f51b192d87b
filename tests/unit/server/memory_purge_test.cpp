#include "server/memory_purge.h"

#include <doctest/doctest.h>

namespace memory_purge_test {

using server::PeakWatch;

TEST_CASE("a peak is over when a whole look later nothing of its size was in use") {
  core::MemoryBudget memory(100 << 20);
  PeakWatch watch(memory);
  CHECK_FALSE(watch.look());
  core::MemoryBudget::Share share(&memory);
  CHECK(share.reach(PeakWatch::kPeakBytes));
  CHECK_FALSE(watch.look());
  CHECK_FALSE(watch.look());
  share.clear();
  CHECK_FALSE(watch.look());
  CHECK(watch.look());
  CHECK_FALSE(watch.look());
}

TEST_CASE("what stays below isn't a peak") {
  core::MemoryBudget memory(100 << 20);
  PeakWatch watch(memory);
  core::MemoryBudget::Share share(&memory);
  CHECK(share.reach(PeakWatch::kPeakBytes - 1));
  CHECK_FALSE(watch.look());
  share.clear();
  CHECK_FALSE(watch.look());
  CHECK_FALSE(watch.look());
}

}  // namespace memory_purge_test
