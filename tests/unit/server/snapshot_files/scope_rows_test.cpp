#include "server/snapshot_files/scope_rows.h"

#include "core/scope_filter.h"
#include "storage/object_table.h"
#include "storage/resource_table.h"
#include "storage/schema.h"
#include "tests/support/engine.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace scope_rows_test {

namespace {

using storage::sqlite::Connection;

struct Fixture {
  Fixture() {
    snapshot.name = "base";
    snapshot.place = core::snapshot_scope("base~");
    const core::Scope home = std::exchange(engine.scope, snapshot.place);
    // Numbers of others come before.
    for (const core::Scope& scope : {home, snapshot.place}) {
      engine.scope = scope;
      engine.answer(
          "CreateTable",
          R"({"TableName":"Things","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":)"
          R"([{"AttributeName":"id","AttributeType":"S"},{"AttributeName":"g","AttributeType":"S"}],)"
          R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"GlobalSecondaryIndexes":)"
          R"([{"IndexName":"by-g","KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],)"
          R"("Projection":{"ProjectionType":"ALL"}}]})");
      engine.answer("CreateQueue", R"({"QueueName":"q"})");
      for (int n = 0; n < 3; ++n) {
        engine.answer("SendMessage", R"({"QueueUrl":"http://h/)" + scope.account.get() +
                                         R"(/q","MessageBody":"m)" + std::to_string(n) + R"("})");
      }
    }
    engine.scope = snapshot.place;
    for (int n = 0; n < 1200; ++n) put(std::to_string(n));
    engine.answer("DeleteItem", R"({"TableName":"Things","Key":{"id":{"S":"7"}}})");
  }
  void put(const std::string& id) {
    engine.answer("PutItem", R"({"TableName":"Things","Item":{"id":{"S":")" + id +
                                 R"("},"g":{"S":"g)" + id + R"("}}})");
  }
  static Connection migrated() {
    Connection connection = Connection::in_memory();
    storage::migrate(connection);
    return connection;
  }
  // How many pieces it took.
  int copy(Connection& to) {
    server::snapshot_files::ScopeRows rows(engine.connection, engine.catalog, engine.logs, snapshot,
                                           {"b#1"}, to);
    int pieces = 1;
    while (rows.step()) ++pieces;
    return pieces;
  }
  static std::string text(Connection& connection, const std::string& sql) {
    auto statement = connection.prepare(sql);
    std::string text;
    for (auto run = statement.run(); run.next();) text += std::string(run.text(0)) + ";";
    return text;
  }

  tests::Engine engine;
  server::worlds::Snapshot snapshot;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a snapshot's rows are copied in pieces, under numbers of their own") {
  Connection to = migrated();
  // The table, 1,199 items and as many entries in three pieces each, the queue, its messages, the
  // objects, the logs, the documents.
  CHECK(copy(to) == 1 + 3 + 3 + 1 + 1 + 1 + 1 + 1);
  CHECK(text(to, "SELECT id || account || region || name FROM table_definition") ==
        "1snapshotbaseThings;");
  CHECK(text(to, "SELECT count(*) || ' ' || max(rowid) FROM item_1") == "1199 1200;");
  CHECK(
      text(to, "SELECT count(*) FROM index_entry JOIN item_1 ON item_1.rowid = index_entry.item") ==
      "1199;");
  CHECK(text(to, "SELECT item_count FROM table_statistics") == "1199;");
  CHECK(text(to, "SELECT id || account || region || name || bucket FROM queue") ==
        "1snapshotbaseq1;");
  CHECK(text(to, "SELECT bucket || body FROM message JOIN message_content USING (id)") ==
        "1m0;1m1;1m2;");
  CHECK(text(to, "SELECT count(*) FROM message WHERE first_received_at IS NULL") == "3;");
}

TEST_CASE_FIXTURE(Fixture, "documents come with the first place of the name") {
  storage::ResourceTable(engine.connection, "topic").store({snapshot.place, "t", "{}"});
  storage::ResourceTable(engine.connection, "topic")
      .store({core::snapshot_scope("base"), "old", "{}"});
  Connection to = migrated();
  copy(to);
  CHECK(text(to, "SELECT kind || account || region || name || document FROM resource") ==
        "topicsnapshotbaset{};");
}

TEST_CASE_FIXTURE(Fixture, "all documents of all kinds come, however many there are") {
  const std::string large(200'000, 'x');
  for (const char* kind : {"a", "b", "c"}) {
    storage::ResourceTable documents(engine.connection, kind);
    for (int n = 100; n < (*kind == 'b' ? 350 : 300); ++n) {
      documents.store({snapshot.place, std::to_string(n), n < 103 ? large : "{}"});
    }
    documents.store({core::snapshot_scope("base"), "old", "{}"});
  }
  Connection to = migrated();
  copy(to);
  CHECK(text(to, "SELECT kind || count(*) || min(name) || max(name) FROM resource GROUP BY kind") ==
        "a200100299;b250100349;c200100299;");
  CHECK(text(to, "SELECT sum(length(document)) FROM resource WHERE kind = 'a'") == "600394;");
}

TEST_CASE_FIXTURE(Fixture, "objects come with their buckets' places") {
  storage::ObjectTable objects(engine.connection);
  for (const char* bucket : {"b#1", "b#2"}) {
    for (int n = 0; n < 600; ++n) {
      objects.store(bucket, "k" + std::to_string(n), {"f", 7, "e", {}, "{}"});
    }
  }
  Connection to = migrated();
  copy(to);
  CHECK(text(to,
             "SELECT count(*) || bucket || max(id) || file || etag || sum(size_bytes) "
             "FROM object GROUP BY bucket") == "600b#1600fe4200;");
}

}  // namespace scope_rows_test
