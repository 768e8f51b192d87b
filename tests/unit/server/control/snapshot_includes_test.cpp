// What snapshots have only if it is included.
#include "tests/unit/server/control/snapshots_fixture.h"

#include <doctest/doctest.h>

namespace snapshot_includes_test {

namespace {

void put_object(ControlFixture& f, const std::string& bucket, const std::string& key,
                const std::string& content) {
  f.objects.put({bucket, key, content, "etag", "{}", {}}, [](auto, auto) {});
  f.settle();
}

std::string content_of(ControlFixture& f, const std::string& bucket, const std::string& key) {
  const auto object = f.objects.find(bucket, key);
  if (!object) return "none";
  std::string content;
  f.objects.read({bucket, key, object->file}, 0, static_cast<std::size_t>(object->size_bytes),
                 [&](std::optional<std::string> bytes) { content = bytes.value_or("lost"); });
  f.settle();
  return content;
}

void make_bucket(ControlFixture& f, const std::string& name) {
  f.objects.create_bucket({name, f.engine.scope, f.engine.clock.now()});
}

}  // namespace

TEST_CASE("buckets are saved if they are included, and get the name of another account") {
  ControlFixture f;
  make_bucket(f, "things-000000000000");
  for (int n = 0; n < 120; ++n) {
    put_object(f, "things-000000000000", "dir/" + std::to_string(n),
               "content " + std::to_string(n));
  }
  f.topics.store(
      server::sns::Topic{f.engine.scope, "t", {{"Policy", "in things-000000000000"}}, {}});
  CHECK(has(put(f, "without"), R"("buckets":0,"log_groups":0})"));
  CHECK(has(put(f, "base", R"({"include":["buckets"]})"), R"("buckets":1,)"));
  put_object(f, "things-000000000000", "dir/7", "later");
  CHECK(has(f.post("snapshots/base/restore", kInOther), R"("buckets":1,)"));
  const auto* bucket = f.objects.find_bucket("things-000000000042");
  REQUIRE(bucket);
  CHECK(bucket->scope == kOther);
  CHECK(f.objects.list("things-000000000042", "", 200).size() == 120);
  CHECK(content_of(f, "things-000000000042", "dir/7") == "content 7");
  CHECK(content_of(f, "things-000000000042", "dir/119") == "content 119");
  CHECK(f.topics.find_topic(kOther, "t")->attributes.at("Policy") == "in things-000000000042");
  // Each goes its own way.
  put_object(f, "things-000000000042", "dir/8", "changed");
  f.post("reset", "{}");
  while (f.objects.remove_some()) {
  }
  CHECK(content_of(f, "things-000000000042", "dir/8") == "changed");
  CHECK(content_of(f, "things-000000000042", "dir/7") == "content 7");
  CHECK(has(f.post("snapshots/base/restore", "{}"), R"("buckets":1,)"));
  CHECK(content_of(f, "things-000000000000", "dir/8") == "content 8");
  // What the program starts with next is the same.
  server::s3::ObjectStore next({f.engine.connection, f.engine.writer, f.engine.clock,
                                f.directory.own().find_or_make("buckets"), false,
                                f.engine.services.run_on_worker});
  CHECK(next.saved_buckets(f.snapshots->require("base").place).size() == 1);
  CHECK_FALSE(next.remove_some());
  f.call("DELETE", "snapshots/base");
  CHECK(f.objects.remove_some());
  while (f.objects.remove_some()) {
  }
  CHECK(f.directory.own().find_or_make("buckets").directory().names().size() == 2);
}

TEST_CASE("no turn saves more than some objects, and all are what they were at one moment") {
  ControlFixture f;
  make_bucket(f, "b");
  make_bucket(f, "gone");
  for (int n = 0; n < 100; ++n) put_object(f, "b", std::to_string(n), "first");
  put_object(f, "gone", "a", "first");
  f.send("PUT", "snapshots/base", R"({"include":["buckets"]})");
  CHECK_FALSE(f.answer);
  CHECK(f.snapshots->require("base").complete == false);
  // Others change and remove what isn't saved yet.
  f.objects.put({"b", "99", "later", "etag", "{}", {}}, [](auto, auto) {});
  f.objects.remove("gone", {"a"}, {}, [](auto) {});
  f.engine.run_turn();
  CHECK(f.objects.delete_bucket("gone"));
  CHECK_FALSE(f.objects.remove_some());
  CHECK_FALSE(f.answer);
  f.settle();
  CHECK(has(f.answer.value().body, R"("complete":true)"));
  CHECK(has(f.answer.value().body, R"("buckets":2,)"));
  while (f.objects.remove_some()) {
    f.settle();
  }
  CHECK(content_of(f, "b", "99") == "later");
  CHECK(has(f.post("snapshots/base/restore", R"({"replace":true})"), R"("buckets":2,)"));
  CHECK(content_of(f, "b", "99") == "first");
  CHECK(content_of(f, "b", "0") == "first");
  CHECK(content_of(f, "gone", "a") == "first");
  f.call("DELETE", "snapshots/base");
  while (f.objects.remove_some()) {
    f.settle();
  }
  CHECK(f.directory.own().find_or_make("buckets").directory().names().size() == 2);
}

TEST_CASE("a bucket whose name is another's can't be restored") {
  ControlFixture f;
  make_bucket(f, "shared");
  put(f, "base", R"({"include":["buckets"]})");
  CHECK(
      f.call("POST", "snapshots/base/restore", kAnew).body ==
      R"({"error":"Conflict","message":"Bucket shared is there already, in account 000000000000: )"
      R"(names of buckets are everybody's."})");
  CHECK(has(f.post("snapshots/base/restore", R"({"replace":true})"), R"("buckets":1,)"));
  f.post("reset", "{}");
  CHECK(has(f.post("snapshots/base/restore", kInOther), R"("buckets":1,)"));
}

TEST_CASE("a snapshot has a thousand objects at most") {
  ControlFixture f;
  make_bucket(f, "one");
  make_bucket(f, "two");
  storage::ObjectTable rows(f.engine.connection);
  for (int n = 0; n < 1001; ++n) {
    rows.store(n < 500 ? "one" : "two", std::to_string(n), {"f", 1, "e", {}, "{}"});
  }
  CHECK(put(f, "base", R"({"include":["buckets"]})") ==
        R"({"error":"Conflict","message":"A snapshot can have 1000 objects of buckets, and there )"
        R"(are more."})");
  CHECK(f.get("snapshots") == R"({"snapshots":[]})");
}

TEST_CASE("a bucket that is made while it is restored fails that, and nothing is left") {
  ControlFixture f;
  put_large(f);
  make_bucket(f, "shared");
  put_object(f, "shared", "k", "content");
  put(f, "base", R"({"include":["buckets"]})");
  f.post("reset", "{}");
  f.send("POST", "snapshots/base/restore", kInOther);
  make_bucket(f, "shared");
  f.settle();
  CHECK(f.answer.value().body ==
        R"({"error":"Conflict","message":"Bucket shared was made while it was restored."})");
  CHECK(f.engine.catalog.count(kOther) == 0);
  // Of the bucket that was reset, and of the one that was being restored.
  CHECK(f.objects.remove_some());
  CHECK_FALSE(f.objects.remove_some());
}

TEST_CASE("logs are saved if they are included, in several turns") {
  ControlFixture f;
  auto& logs = f.engine.logs;
  const auto group = logs.create_group(f.engine.scope, {0, "g", "STANDARD", "", 5, 7});
  logs.set_tags(group, {
                           {"a", "1"}
  });
  const auto stream = logs.create_stream(group, "s", 6);
  const std::vector<storage::NewLogEvent> lines(2000, {10, "line"});
  logs.append(group, stream, lines, 11);
  CHECK(has(put(f, "without"), R"("log_groups":0})"));
  f.send("PUT", "snapshots/base", R"({"include":["logs","buckets"]})");
  CHECK_FALSE(f.answer);
  logs.append(group, stream,
              std::vector<storage::NewLogEvent>{
                  {10, "later"}
  },
              12);
  f.settle();
  CHECK(has(f.answer.value().body, R"("complete":true)"));
  CHECK(has(f.answer.value().body, R"("log_groups":1})"));
  CHECK(has(f.post("snapshots/base/restore", kInOther), R"("log_groups":1})"));
  const auto copy = logs.find_group(kOther, "g");
  REQUIRE(copy);
  CHECK(copy->created_at == 5);
  CHECK(copy->retention_days == 7);
  CHECK(logs.tags(copy->id).at("a") == "1");
  int events = 0;
  logs.read_group(copy->id, {}, [&](const storage::StoredLogEvent& event) {
    CHECK(event.message == "line");
    CHECK(event.ingested_at == 11);
    return ++events < 3000;
  });
  CHECK(events == 2000);
  f.call("DELETE", "snapshots/base");
  CHECK(logs.find_groups(core::snapshot_scope("base"), {"", "", 10}).empty());
}

}  // namespace snapshot_includes_test
