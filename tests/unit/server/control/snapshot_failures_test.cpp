// Snapshots on a disk that is full.
#include "tests/support/failing_commit.h"
#include "tests/unit/server/control/snapshots_fixture.h"

#include <doctest/doctest.h>

namespace snapshot_failures_test {

namespace {

struct Fixture : ControlFixture {
  Fixture() {
    put_large(*this);
    CHECK(call("PUT", "snapshots/base", "{}").status == 200);
  }
  bool is_listed() { return has(get("snapshots"), R"("name":"base")"); }
};

}  // namespace

TEST_CASE("a snapshot whose removal can't be stored stays whole") {
  Fixture f;
  {
    const tests::FailingCommit failing(f.engine.connection);
    CHECK(f.call("DELETE", "snapshots/base").status == 500);
  }
  CHECK(f.is_listed());
  CHECK(f.call("POST", "snapshots/base/restore", kInOther).status == 200);
  CHECK(f.call("DELETE", "snapshots/base").status == 200);
  CHECK_FALSE(f.is_listed());
}

TEST_CASE("what a removal leaves is in nobody's way, and goes with the next") {
  for (int nth = 2; nth < 6; ++nth) {
    CAPTURE(nth);
    Fixture f;
    {
      const tests::FailingCommit failing(f.engine.connection, nth);
      CHECK(f.call("DELETE", "snapshots/base").status == 200);
    }
    CHECK_FALSE(f.is_listed());
    CHECK(f.call("PUT", "snapshots/base", "{}").status == 200);
    CHECK(f.call("POST", "snapshots/base/restore", kInOther).status == 200);
  }
}

TEST_CASE("a snapshot that can't be saved leaves the one before as it was") {
  for (int nth = 1; nth < 6; ++nth) {
    CAPTURE(nth);
    Fixture f;
    {
      const tests::FailingCommit failing(f.engine.connection, nth);
      f.call("PUT", "snapshots/base", "{}");
    }
    CHECK(has(f.get("snapshots"), R"("complete":true,"tables":1,"items":15,)"));
    CHECK(f.call("PUT", "snapshots/base", "{}").status == 200);
    CHECK(f.call("POST", "snapshots/base/restore", kInOther).status == 200);
  }
}

}  // namespace snapshot_failures_test
