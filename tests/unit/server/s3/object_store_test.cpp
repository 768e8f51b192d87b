#include "server/s3/object_store.h"

#include "tests/unit/server/s3/s3_fixture.h"

#include <doctest/doctest.h>

namespace object_store_test {

using server::s3::ObjectStore;

TEST_CASE_FIXTURE(S3Fixture, "an object that is replaced has one file, the new one") {
  make_bucket();
  put("k", "one");
  put("k", "two");
  CHECK(get("k") == "two");
  CHECK(files() == std::vector<std::string>{"b-1/k"});
  CHECK(storage::ObjectTable(engine.connection).load_spares().empty());
}

TEST_CASE_FIXTURE(S3Fixture, "a read that began sees the object as it was, though it is replaced") {
  make_bucket();
  put("k", "one");
  send("GET", "/b-1/k");
  const auto read = std::exchange(work, {});
  put("k", "two");
  answer.reset();
  work = read;
  settle();
  REQUIRE(answer);
  CHECK(answer->body == "one");
}

TEST_CASE_FIXTURE(S3Fixture, "until the commit the old object is there") {
  make_bucket();
  put("k", "one");
  send("PUT", "/b-1/k", {}, "two");
  engine.run_turn();    // the file is noted
  CHECK(run_worker());  // and written
  CHECK_FALSE(answer);
  CHECK(files().size() == 2);
  CHECK(get("k") == "one");
}

TEST_CASE_FIXTURE(S3Fixture, "what a kill left of an upload goes at the next start") {
  make_bucket();
  put("k", "one");
  send("PUT", "/b-1/k", {}, "two");
  engine.run_turn();
  work.front().first();  // the file is written, and nobody learns of it
  work.clear();
  CHECK(files().size() == 2);
  ObjectStore next(parts());
  CHECK(files().size() == 1);
  CHECK(storage::ObjectTable(engine.connection).load_spares().empty());
  REQUIRE(next.find_bucket("b-1"));
  CHECK(next.find_bucket("b-1")->created_at == engine.clock.now());
  CHECK(next.find("b-1", "k")->size_bytes == 3);
}

TEST_CASE_FIXTURE(S3Fixture, "what a kill left to be removed goes at the next start") {
  make_bucket();
  put("k", "one");
  send("DELETE", "/b-1/k");
  engine.run_turn();
  CHECK(answer->status == 204);
  CHECK(files().size() == 1);
  ObjectStore next(parts());
  CHECK(files().empty());
}

TEST_CASE_FIXTURE(S3Fixture, "an upload to a bucket that is deleted meanwhile finds none") {
  make_bucket();
  send("PUT", "/b-1/k", {}, "late");
  engine.run_turn();
  CHECK(store.delete_bucket("b-1"));
  settle();
  REQUIRE(answer);
  CHECK(answer->status == 404);
  CHECK(element(answer->body, "Code") == "NoSuchBucket");
  CHECK(files().empty());
}

TEST_CASE_FIXTURE(S3Fixture, "an object whose file is lost can't be read, and says so") {
  make_bucket();
  put("k");
  std::filesystem::remove_all(directory.own().path() / "buckets" / "b-1");
  CHECK(error("GET", "/b-1/k") ==
        "500 InternalError: We encountered an internal error. Please try again.");
}

TEST_CASE_FIXTURE(S3Fixture, "a file that can't be written is no object") {
  make_bucket();
  std::filesystem::remove_all(directory.own().path() / "buckets");
  CHECK(error("PUT", "/b-1/k") ==
        "500 InternalError: We encountered an internal error. Please try again.");
  CHECK(error("GET", "/b-1/k") == "404 NoSuchKey: The specified key does not exist.");
}

TEST_CASE_FIXTURE(S3Fixture, "directories go with their last object") {
  make_bucket();
  put("a/b/c");
  put("a/d");
  ask("DELETE", "/b-1/a/b/c");
  const auto root = directory.own().path() / "buckets" / "b-1";
  CHECK_FALSE(std::filesystem::exists(root / "a" / "b"));
  CHECK(std::filesystem::exists(root / "a"));
  ask("DELETE", "/b-1/a/d");
  CHECK_FALSE(std::filesystem::exists(root));
  put("a/e");
  CHECK(get("a/e") == "x");
}

TEST_CASE_FIXTURE(S3Fixture, "buckets of a scope are emptied, or go with what is in them") {
  make_bucket();
  put("k", "one");
  const core::ScopeFilter mine{store.find_bucket("b-1")->scope.account, {}};
  const core::ScopeFilter other{core::AccountId("999999999999"), {}};
  CHECK(store.delete_buckets(other) == 0);
  CHECK_FALSE(store.empty_bucket("b-2"));
  CHECK(get("k") == "one");
  CHECK(store.empty_bucket("b-1"));
  CHECK(store.find_bucket("b-1"));
  CHECK(store.list("b-1", "", 10).empty());
  CHECK(files().empty());
  put("k", "two");
  CHECK(get("k") == "two");
  CHECK(store.delete_buckets(mine, 0) == 0);
  CHECK(store.delete_buckets(mine, 1) == 1);
  CHECK(store.delete_buckets(mine, 1) == 0);
  CHECK_FALSE(store.find_bucket("b-1"));
  CHECK(files().empty());
  CHECK_FALSE(ObjectStore(parts()).find_bucket("b-1"));
  make_bucket();
  CHECK(store.list("b-1", "", 10).empty());
}

TEST_CASE_FIXTURE(S3Fixture, "a bucket is discarded with what is in it, and its name is free") {
  make_bucket();
  put("k", "one");
  CHECK_FALSE(store.delete_bucket("b-1"));
  store.discard_bucket("b-1");
  CHECK_FALSE(store.find_bucket("b-1"));
  CHECK(files().empty());
  CHECK_FALSE(ObjectStore(parts()).find_bucket("b-1"));
  make_bucket();
  CHECK(store.list("b-1", "", 10).empty());
  CHECK(store.remove_some());
  CHECK_FALSE(store.remove_some());
}

TEST_CASE_FIXTURE(S3Fixture, "what an emptied bucket had goes bit by bit, and nobody sees it") {
  make_bucket();
  put("k", "one");
  storage::ObjectTable rows(engine.connection);
  for (int n = 0; n < 1100; ++n)
    rows.store("b-1", "k" + std::to_string(n), {"f", 1, "e", {}, "{}"});
  CHECK(store.list("b-1", "", 2000).size() == 1101);
  const core::ScopeFilter mine{store.find_bucket("b-1")->scope.account, {}};
  store.empty_bucket("b-1");
  CHECK(rows.has_any("b-1"));
  CHECK_FALSE(store.find("b-1", "k"));
  put("k", "two");
  ObjectStore next(parts());
  CHECK(next.list("b-1", "", 10).size() == 1);
  CHECK(get("k") == "two");
  CHECK(store.remove_some());
  CHECK(rows.list("b-1", "", 2000).size() == 601);
  CHECK(store.remove_some());
  CHECK(store.remove_some());
  CHECK_FALSE(rows.has_any("b-1"));
  CHECK_FALSE(store.remove_some());
  CHECK(get("k") == "two");
  // A bucket of a name whose rows are still there has none of them.
  store.delete_buckets(mine);
  rows.store("b-1", "left", {"f", 1, "e", {}, "{}"});
  make_bucket();
  CHECK(store.list("b-1", "", 10).empty());
  put("k", "three");
  CHECK(ask("DELETE", "/b-1/k").status == 204);
  CHECK(store.delete_bucket("b-1"));
}

TEST_CASE_FIXTURE(S3Fixture, "what many buckets had goes some buckets, and some rows, at a time") {
  storage::ObjectTable rows(engine.connection);
  const auto make = [&](const std::string& name, int objects) {
    CHECK(ask("PUT", "/" + name).status == 200);
    for (int n = 0; n < objects; ++n) {
      rows.store(name, "k" + std::to_string(n), {"f", 1, "e", {}, "{}"});
    }
  };
  const auto removals = [&] {
    int count = 0;
    while (store.remove_some()) ++count;
    return count;
  };
  for (int n = 0; n < 41; ++n) make("small-" + std::to_string(n), 1);
  const core::ScopeFilter mine{store.find_bucket("small-0")->scope.account, {}};
  CHECK(store.delete_buckets(mine) == 41);
  CHECK(removals() == 3);
  make("large-1", 300);
  make("large-2", 300);
  CHECK(store.delete_buckets(mine) == 2);
  CHECK(removals() == 2);
  CHECK_FALSE(rows.has_any("large-1"));
  CHECK_FALSE(rows.has_any("large-2"));
}

TEST_CASE_FIXTURE(S3Fixture, "an upload into a bucket that is emptied meanwhile fails") {
  make_bucket();
  send("PUT", "/b-1/k", {}, "one");
  engine.run_turn();
  store.empty_bucket("b-1");
  settle();
  CHECK(answer.value().status == 404);
  CHECK(store.list("b-1", "", 10).empty());
  CHECK(files().empty());
}

}  // namespace object_store_test
