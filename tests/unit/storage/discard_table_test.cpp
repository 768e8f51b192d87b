#include "storage/discard_table.h"

#include "storage/schema.h"

#include <doctest/doctest.h>

namespace discard_table_test {

namespace {

struct Fixture {
  Fixture() {
    storage::migrate(connection);
    table.emplace(connection);
  }
  static storage::DiscardRow row(const std::string& mapping) {
    storage::DiscardRow made;
    made.mapping = core::MappingId(mapping);
    made.scope = {core::AccountId("000000000001"), core::Region("eu-west-1")};
    made.shard = 7;
    made.discarded_at = core::from_epoch_milliseconds(1234);
    made.sequences = {core::SequenceNumber(3), core::SequenceNumber(4),
                      core::SequenceNumber(1'000'000)};
    made.document = R"({"a":1})";
    return made;
  }
  std::vector<std::int64_t> ids(std::int64_t after, std::size_t most) {
    std::vector<std::int64_t> found;
    for (const auto& each : table->list({}, {}, after, most)) found.push_back(each.id);
    return found;
  }

  storage::sqlite::Connection connection = storage::sqlite::Connection::in_memory();
  std::optional<storage::DiscardTable> table;
};

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a discard is read as it was written") {
  Fixture f;
  f.table->insert(Fixture::row("m"));
  const auto found = f.table->find(1);
  REQUIRE(found);
  const auto expected = Fixture::row("m");
  CHECK(found->id == 1);
  CHECK(found->mapping == expected.mapping);
  CHECK(found->scope == expected.scope);
  CHECK(found->shard == 7);
  CHECK(found->discarded_at == expected.discarded_at);
  CHECK(found->sequences == expected.sequences);
  CHECK(found->document == expected.document);
  CHECK_FALSE(f.table->find(2));
}

TEST_CASE("discards are listed by their ids, which never come twice") {
  Fixture f;
  for (int i = 0; i < 3; ++i) f.table->insert(Fixture::row("m"));
  CHECK(f.ids(0, 10) == Ids{1, 2, 3});
  CHECK(f.ids(1, 10) == Ids{2, 3});
  CHECK(f.ids(0, 2) == Ids{1, 2});
  f.table->erase(3);
  CHECK(f.ids(0, 10) == Ids{1, 2});
  f.table->insert(Fixture::row("m"));
  CHECK(f.ids(0, 10) == Ids{1, 2, 4});
}

TEST_CASE("a list has how many records each had, and names scopes and a mapping") {
  Fixture f;
  f.table->insert(Fixture::row("a"));
  auto other = Fixture::row("b");
  other.scope.account = core::AccountId("000000000002");
  other.sequences.resize(2);
  f.table->insert(other);
  const auto all = f.table->list({}, {}, 0, 10);
  REQUIRE(all.size() == 2);
  const auto expected = Fixture::row("a");
  CHECK(all[0].mapping == expected.mapping);
  CHECK(all[0].scope == expected.scope);
  CHECK(all[0].discarded_at == expected.discarded_at);
  CHECK(all[0].records == 3);  // one of them takes three bytes
  CHECK(all[0].document == expected.document);
  CHECK(all[1].records == 2);
  const core::ScopeFilter first{expected.scope.account, {}};
  const auto count = [&](const core::ScopeFilter& scopes, std::optional<std::string_view> mapping) {
    return f.table->list(scopes, mapping, 0, 10).size();
  };
  CHECK(count(first, {}) == 1);
  CHECK(count({}, "b") == 1);
  CHECK(count({}, "c") == 0);
  CHECK(count(first, "b") == 0);
  CHECK(f.table->has_any(first));
  f.table->erase(1);
  CHECK_FALSE(f.table->has_any(first));
  CHECK(f.table->has_any({}));
}

TEST_CASE("the oldest discards go when there are too many") {
  Fixture f;
  const auto most = static_cast<std::size_t>(storage::DiscardTable::kMaxRows);
  for (std::size_t i = 0; i < most; ++i) f.table->insert(Fixture::row("m"));
  CHECK(f.ids(0, 2 * most).size() == most);
  f.table->insert(Fixture::row("m"));
  CHECK(f.ids(0, 2 * most).size() == most);
  CHECK(f.ids(0, 1) == Ids{2});
}

TEST_CASE("discards of a scope go together") {
  Fixture f;
  f.table->insert(Fixture::row("a"));
  auto other = Fixture::row("b");
  other.scope.region = core::Region("us-east-1");
  f.table->insert(other);
  f.table->erase(core::ScopeFilter{core::AccountId("000000000002"), {}});
  CHECK(f.ids(0, 10) == Ids{1, 2});
  f.table->erase(core::ScopeFilter{core::AccountId("000000000001"), core::Region("eu-west-1")});
  CHECK(f.ids(0, 10) == Ids{2});
  f.table->erase(core::ScopeFilter{});
  CHECK(f.ids(0, 10).empty());
}

}  // namespace discard_table_test
