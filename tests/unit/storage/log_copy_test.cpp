#include "storage/log_copy.h"

#include "storage/schema.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace log_copy_test {

namespace {

using storage::LogTable;
using storage::NewLogEvent;
using storage::sqlite::Connection;

const core::Scope kFrom{core::AccountId("000000000001"), core::Region("us-east-1")};
const core::Scope kTo{core::AccountId("000000000002"), core::Region("us-east-1")};

struct Fixture {
  static Connection migrated() {
    Connection connection = Connection::in_memory();
    storage::migrate(connection);
    return connection;
  }
  static void note_all(storage::LogCopy& copy) {
    while (copy.note(2)) {
    }
  }
  int copy() {
    storage::LogCopy copy(connection, logs, kFrom, logs, kTo);
    note_all(copy);
    int pieces = 1;
    while (copy.step()) ++pieces;
    return pieces;
  }
  // "stream timestamp ingested message", each.
  std::vector<std::string> events(const std::string& group) {
    struct Event {
      std::int64_t stream;
      std::string rest;
    };
    std::vector<Event> found;
    logs.read_group(logs.find_group(kTo, group)->id, kAll, [&](const auto& event) {
      found.push_back({event.stream, " " + std::to_string(event.timestamp) + " " +
                                         std::to_string(event.ingested_at) + " " +
                                         std::string(event.message)});
      return true;
    });
    std::vector<std::string> texts;
    for (const Event& event : found) {
      texts.push_back(logs.find_stream(event.stream)->name + event.rest);
    }
    return texts;
  }
  std::int64_t group(const std::string& name) {
    return logs.create_group(kFrom, {0, name, "STANDARD", "", 5, 30});
  }
  static std::vector<NewLogEvent> many(std::size_t count, std::string_view message) {
    return std::vector<NewLogEvent>(count, NewLogEvent{10, message});
  }

  static constexpr storage::LogRange kAll{
      {-1000, 0        },
      {1000,  1'000'000}
  };
  Connection connection = migrated();
  LogTable logs{connection};
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "groups, streams and events are as they were") {
  const auto first = group("first");
  logs.set_tags(first, {
                           {"k", "v"}
  });
  const auto s = logs.create_stream(first, "s", 6);
  const auto t = logs.create_stream(first, "t", 7);
  logs.append(first, s,
              std::vector<NewLogEvent>{
                  {10, "a"},
                  {12, "c"}
  },
              20);
  logs.append(first, t,
              std::vector<NewLogEvent>{
                  {-11, "b"},
                  {12,  "d"}
  },
              21);
  logs.append(first, s,
              std::vector<NewLogEvent>{
                  {13, "e"}
  },
              22);
  logs.create_stream(group("empty"), "none", 8);
  // Two groups, each begun, with a piece of events.
  CHECK(copy() == 4);
  CHECK(events("first") == Texts{"t -11 21 b", "s 10 20 a", "s 12 20 c", "t 12 21 d", "s 13 22 e"});
  const auto copied = logs.find_group(kTo, "first");
  CHECK(copied->created_at == 5);
  CHECK(copied->retention_days == 30);
  CHECK(copied->stored_bytes == logs.find_group(kFrom, "first")->stored_bytes);
  CHECK(logs.tags(copied->id).at("k") == "v");
  CHECK(logs.find_stream(copied->id, "s")->created_at == 6);
  CHECK(logs.find_stream(copied->id, "s")->last_event == 13);
  CHECK(events("empty").empty());
  CHECK(logs.find_stream(logs.find_group(kTo, "empty")->id, "none"));
}

TEST_CASE_FIXTURE(Fixture, "a piece has so many events, and so many bytes") {
  const auto first = group("many");
  logs.append(first, logs.create_stream(first, "s", 6), many(601, "x"), 20);
  CHECK(copy() == 1 + 3);
  CHECK(events("many").size() == 601);
  const std::string line(200'000, 'x');
  const auto large = group("large");
  logs.append(large, logs.create_stream(large, "s", 6), many(5, line), 20);
  logs.drop_groups({kTo.account, kTo.region});
  CHECK(copy() == 1 + 3 + 1 + 3);
  CHECK(events("large").size() == 5);
}

TEST_CASE_FIXTURE(Fixture, "a piece makes so many streams, and events come when all are there") {
  struct Case {
    int streams;
    int pieces;
  };
  const Case cases[] = {
      {199, 1 + 1},
      {200, 2 + 1},
      {401, 3 + 1},
  };
  for (const Case& c : cases) {
    CAPTURE(c.streams);
    const auto id = group("g");
    for (int i = 0; i < c.streams; ++i) {
      const auto stream = logs.create_stream(id, "s" + std::to_string(i), 6);
      logs.append(id, stream, many(i == c.streams - 1 ? 1 : 0, "x"), 20);
    }
    CHECK(copy() == c.pieces);
    const auto made = logs.find_group(kTo, "g")->id;
    storage::LogStreamQuery all;
    all.limit = 1000;
    CHECK(logs.find_streams(made, all).size() == static_cast<std::size_t>(c.streams));
    CHECK(events("g") == Texts{"s" + std::to_string(c.streams - 1) + " 10 20 x"});
    logs.drop_groups({});
  }
}

TEST_CASE_FIXTURE(Fixture, "what comes meanwhile isn't copied") {
  const auto first = group("first");
  const auto stream = logs.create_stream(first, "s", 6);
  logs.append(first, stream, many(400, "x"), 20);
  storage::LogCopy copy(connection, logs, kFrom, logs, kTo);
  note_all(copy);
  CHECK(copy.step());
  logs.append(first, stream, many(700, "later"), 20);
  logs.append(first, logs.create_stream(first, "new", 6), many(1, "later"), 20);
  while (copy.step()) {
  }
  CHECK(events("first").size() == 400);
  CHECK_FALSE(logs.find_group(kTo, "second"));
}

TEST_CASE_FIXTURE(Fixture, "nothing is copied of a scope without logs, and of others") {
  logs.create_group(kTo, {0, "mine", "STANDARD", "", 5, {}});
  CHECK(copy() == 1);
}

TEST_CASE_FIXTURE(Fixture, "the next group is known before the piece that makes it") {
  group("a");
  const auto b = group("b");
  const auto stream = logs.create_stream(b, "s", 1);
  const NewLogEvent event{1, "x"};
  logs.append(b, stream, std::span(&event, 1), 1);
  storage::LogCopy copy(connection, logs, kFrom, logs, kTo);
  note_all(copy);
  CHECK(copy.next_group() == "b");
  CHECK(copy.step());
  CHECK_FALSE(copy.next_group());
  CHECK(copy.step());
  CHECK(copy.next_group() == "a");
  CHECK(copy.step());
  CHECK_FALSE(copy.step());
  CHECK_FALSE(copy.next_group());
}

TEST_CASE_FIXTURE(Fixture, "keys and tags say what they are told to say") {
  const auto id = logs.create_group(kFrom, {0, "a", "STANDARD", "of 1", 5, 30});
  logs.set_tags(id, {
                        {"owner", "1"}
  });
  storage::LogCopy copy(connection, logs, kFrom, logs, kTo,
                        [](const std::string& text) { return text + " of 2"; });
  note_all(copy);
  while (copy.step()) {
  }
  const auto made = logs.find_group(kTo, "a");
  CHECK(made->kms_key == "of 1 of 2");
  CHECK(logs.tags(made->id) == storage::LogTags{
                                   {"owner", "1 of 2"}
  });
}

TEST_CASE_FIXTURE(Fixture, "groups are noted in pages, and what isn't noted isn't copied") {
  for (const char* name : {"a", "b", "c", "d"}) group(name);
  storage::LogCopy copy(connection, logs, kFrom, logs, kTo);
  CHECK(copy.note(2));
  CHECK(copy.noted() == 2);
  logs.drop_group(logs.find_group(kFrom, "c")->id);
  group("aa");  // behind which the next page begins already
  group("e");
  CHECK(copy.note(2));
  CHECK_FALSE(copy.note(2));
  CHECK(copy.noted() == 4);
  while (copy.step()) {
  }
  for (const char* name : {"a", "b", "d", "e"}) CHECK(logs.find_group(kTo, name));
  for (const char* name : {"aa", "c"}) CHECK_FALSE(logs.find_group(kTo, name));
}

}  // namespace log_copy_test
