// What LogTable removes: what was dropped, what is too old, what is too much.
#include "tests/unit/storage/log_table_fixture.h"

#include <doctest/doctest.h>

namespace log_table_removal_test {

using storage::LogTable;
using storage::NewLogEvent;

TEST_CASE("a dropped stream is gone at once, and its events bit by bit") {
  Store store;
  store.append("s", {at(10, "a"), at(11, "b"), at(12, "c")});
  store.append("t", {at(11, "kept")});
  const auto dropped = store.stream("s");
  store.logs.drop_stream(dropped);
  CHECK_FALSE(store.logs.find_stream(store.group(), "s"));
  CHECK_FALSE(store.logs.find_stream(dropped.id));
  CHECK(store.stored_bytes() == 4 + 26);

  // A new stream of the name has nothing of the old one's.
  store.append("s", {at(13, "new")});
  CHECK(store.messages("s") == Strings{"new"});
  CHECK(store.logs.remove_obsolete(20, 2, true).removed == 2);
  CHECK(store.count("log_event") == 3);
  CHECK(store.count("log_stream") == 3);
  CHECK(store.logs.remove_obsolete(20, 2, true).removed == 2);  // an event and the stream
  CHECK(store.logs.remove_obsolete(20, 2, true).removed == 0);
  CHECK(store.group_messages() == Strings{"kept", "new"});
  CHECK(store.count("log_stream") == 2);
}

TEST_CASE("a dropped stream without events counts as well") {
  Store store;
  for (const char* name : {"a", "b", "c"}) {
    store.append(name, {});
    store.logs.drop_stream(store.stream(name));
  }
  CHECK(store.logs.remove_obsolete(1, 2, true).removed == 2);
  CHECK(store.count("log_stream") == 1);
  CHECK(store.logs.remove_obsolete(1, 2, true).removed == 1);
  CHECK(store.logs.remove_obsolete(1, 2, true).removed == 0);
}

TEST_CASE("a dropped group's streams and events go bit by bit, and none into a new group") {
  Store store;
  store.append("s", {at(10, "a"), at(11, "b")});
  store.append("t", {});
  const auto dropped = store.stream("s");
  store.logs.drop_group(store.group());
  CHECK_FALSE(store.logs.find_stream(dropped.id));
  store.append("new", {at(12, "c")});
  CHECK_FALSE(store.logs.find_stream(store.group(), "s"));
  storage::LogStreamQuery all;
  all.limit = 9;
  CHECK(store.logs.find_streams(store.group(), all).size() == 1);
  const std::size_t pieces[] = {2, 2, 1, 0};
  for (const std::size_t piece : pieces)
    CHECK(store.logs.remove_obsolete(20, 2, true).removed == piece);
  CHECK(store.count("log_group") == 1);
  CHECK(store.count("log_stream") == 1);
  CHECK(store.group_messages() == Strings{"c"});
}

TEST_CASE("what a dropped group holds counts no more, and makes no room when it goes") {
  Store store;
  store.append("s", {at(1, "a")});
  store.logs.set_retention(store.group(), 1);
  store.logs.append(kScope, "h", "s", std::vector<NewLogEvent>{at(2, "b"), at(3, "c")}, 1);
  store.logs.drop_group(store.group());
  CHECK(store.logs.excess_bytes(0) == 2 * 27);
  CHECK(store.logs.remove_oldest(27, 10) == 2);
  CHECK(store.logs.excess_bytes(0) == 27);
  CHECK(store.logs.remove_obsolete(2 * kDay, 10, true).removed == 2);  // the stream and the group
  CHECK(store.logs.find_group(kScope, "h")->stored_bytes == 27);
}

TEST_CASE("events older than their group's retention are removed, and counted out") {
  Store store;
  store.append("s", {at(10, "a"), at(20, "bc"), at(kDay + 30, "kept")});
  store.append("t", {at(15, "d")});
  CHECK(store.logs.remove_obsolete(2 * kDay, 100, true).removed == 0);
  store.logs.set_retention(store.group(), 1);
  CHECK(store.logs.remove_obsolete(kDay + 10, 100, true).removed == 0);
  CHECK(store.logs.remove_obsolete(kDay + 25, 2, true).removed == 2);
  CHECK(store.messages("s") == Strings{"bc", "kept"});
  CHECK(store.logs.remove_obsolete(kDay + 25, 2, true).removed == 1);

  CHECK(store.stored_bytes() == 4 + 26);
  CHECK(store.stream("s").first_event == kDay + 30);
  CHECK(store.stream("s").last_event == kDay + 30);
  const auto empty = store.stream("t");
  CHECK_FALSE(empty.first_event);
  CHECK_FALSE(empty.last_event);
  CHECK_FALSE(empty.last_ingestion);
}

TEST_CASE("a message's bytes are counted, not its characters") {
  Store store;
  store.append("s", {at(10, "\u00e4\u20ac")});
  CHECK(store.stored_bytes() == 5 + 26);
  store.logs.set_retention(store.group(), 1);
  CHECK(store.logs.remove_obsolete(kDay + 11, 10, true).removed == 1);
  CHECK(store.stored_bytes() == 0);
}

TEST_CASE("retention ends for events older than so many days, not for those as old") {
  Store store;
  store.append("s", {at(1000, "a")});
  store.logs.set_retention(store.group(), 3);
  CHECK(store.logs.remove_obsolete(3 * kDay + 1000, 10, true).removed == 0);
  CHECK(store.logs.remove_obsolete(3 * kDay + 1001, 10, true).removed == 1);
}

TEST_CASE("a dropped stream's expired events don't leave the group's bytes twice") {
  Store store;
  store.append("s", {at(10, "a"), at(11, "b")});
  store.append("t", {at(kDay, "kept")});
  store.logs.set_retention(store.group(), 1);
  store.logs.drop_stream(store.stream("s"));
  CHECK(store.stored_bytes() == 4 + 26);
  CHECK(store.logs.remove_obsolete(kDay + 100, 1, true).removed == 1);
  CHECK(store.logs.remove_obsolete(kDay + 100, 10, true).removed == 2);
  CHECK(store.stored_bytes() == 4 + 26);
}

TEST_CASE("what is removed comes out of one budget") {
  Store store;
  for (const char* group : {"g", "h"}) {
    store.logs.append(kScope, group, "s", std::vector<NewLogEvent>{at(1, "a"), at(2, "b")}, 1);
    store.logs.set_retention(store.logs.find_group(kScope, group)->id, 1);
  }
  store.append("dropped", {at(1, "c")});
  store.logs.drop_stream(store.stream("dropped"));
  CHECK(store.logs.remove_obsolete(2 * kDay, 4, true).removed == 4);
  CHECK(store.count("log_event") == 2);
  CHECK(store.logs.remove_obsolete(2 * kDay, 4, true).removed == 2);
  CHECK(store.logs.remove_obsolete(2 * kDay, 4, true).removed == 0);
}

TEST_CASE("no more events go in a piece than make so many bytes, of a dropped stream or expired") {
  Store store;
  const std::string large(LogTable::kMaxRemovedBytes / 2, 'x');
  for (const char* stream : {"dropped", "s"}) {
    for (int i = 0; i < 3; ++i) store.append(stream, {at(1, large.c_str())});
  }
  store.logs.drop_stream(store.stream("dropped"));
  store.logs.set_retention(store.group(), 1);
  std::vector<std::size_t> removed;
  for (bool first = true, more = true; more; first = false) {
    const auto piece = store.logs.remove_obsolete(2 * kDay, 100, first);
    removed.push_back(piece.removed);
    more = piece.more;
  }
  // The third is the last of the dropped stream's, the stream, and the first of the other's.
  CHECK(removed == std::vector<std::size_t>{2, 3, 2, 0});
  CHECK(store.count("log_event") == 0);
}

TEST_CASE("a piece looks at so many groups, and the next one goes on behind them") {
  Store store;
  const std::size_t groups = LogTable::kGroupsAtOnce + 1;
  for (std::size_t i = 0; i < groups; ++i) {
    const std::string name = std::to_string(i);
    store.logs.append(kScope, name, "s", std::vector<NewLogEvent>{at(1, "a")}, 1);
    store.logs.set_retention(store.logs.find_group(kScope, name)->id, 1);
  }
  const auto remove = [&](bool first) { return store.logs.remove_obsolete(2 * kDay, 9999, first); };
  auto piece = remove(true);
  CHECK(piece.removed == LogTable::kGroupsAtOnce);
  CHECK(piece.more);
  piece = remove(false);
  CHECK(piece.removed == 1);
  CHECK_FALSE(piece.more);
  store.logs.append(kScope, "0", "s", std::vector<NewLogEvent>{at(1, "late")}, 1);
  CHECK(remove(false).removed == 0);
  CHECK(remove(true).removed == 1);
}

TEST_CASE("excess is what all groups hold beyond a limit") {
  Store store;
  store.append("s", {at(1, "1234")});
  store.logs.append(kScope, "h", "s", std::vector<NewLogEvent>{at(2, "123456")}, 1);
  constexpr std::int64_t kHeld = 4 + 26 + 6 + 26;
  CHECK(store.logs.excess_bytes(kHeld - 1) == 1);
  CHECK(store.logs.excess_bytes(kHeld) == 0);
  CHECK(store.logs.excess_bytes(1) == 0);  // nothing was added since it was within bounds
  store.append("s", {at(3, "7")});
  CHECK(store.logs.excess_bytes(kHeld) == 27);
  CHECK(store.logs.excess_bytes(kHeld) == 27);
}

TEST_CASE("what came first goes first, whatever its time and group, and is counted out") {
  Store store;
  store.append("s", {at(30, "first"), at(20, "second")});
  store.logs.append(kScope, "h", "t", std::vector<NewLogEvent>{at(10, "third")}, 1);
  store.append("s", {at(40, "fourth")});
  const std::int64_t all = store.stored_bytes();
  CHECK(store.logs.remove_oldest(1, 10) == 1);
  CHECK(store.messages("s") == Strings{"second", "fourth"});
  CHECK(store.stored_bytes() == all - (5 + 26));
  CHECK(store.stream("s").first_event == 20);
  CHECK(store.logs.remove_oldest((6 + 26) + 1, 10) == 2);
  CHECK(store.messages("s") == Strings{"fourth"});
  CHECK(store.stored_bytes() == 6 + 26);
  CHECK(store.logs.find_group(kScope, "h")->stored_bytes == 0);
  CHECK(store.stream("s").first_event == 40);
  CHECK(store.logs.remove_oldest(6 + 26, 10) == 1);
  CHECK_FALSE(store.stream("s").first_event);
  CHECK(store.logs.remove_oldest(1, 10) == 0);
}

TEST_CASE("no more is removed than was asked for, at once than may be") {
  Store store;
  store.append("s", {at(1, "a"), at(2, "b"), at(3, "c"), at(4, "d")});
  CHECK(store.logs.remove_oldest(0, 10) == 0);
  CHECK(store.logs.remove_oldest(27, 10) == 1);
  CHECK(store.logs.remove_oldest(27 * 3, 2) == 2);
  CHECK(store.messages("s") == Strings{"d"});
  const std::string large(LogTable::kMaxRemovedBytes / 4 - 26, 'x');
  for (int i = 0; i < 6; ++i) store.append("s", {at(5, large.c_str())});
  CHECK(store.logs.remove_oldest(LogTable::kMaxRemovedBytes * 2, 10) == 5);
  CHECK(store.logs.remove_oldest(LogTable::kMaxRemovedBytes * 2, 10) == 2);
}

TEST_CASE("a dropped stream's events go in their turn, and make no room") {
  Store store;
  store.append("dropped", {at(1, "a")});
  store.append("s", {at(2, "b"), at(3, "c")});
  store.logs.drop_stream(store.stream("dropped"));
  CHECK(store.stored_bytes() == 2 * 27);
  CHECK(store.logs.remove_oldest(27, 10) == 2);
  CHECK(store.messages("s") == Strings{"c"});
  CHECK(store.stored_bytes() == 27);
  CHECK(store.logs.remove_obsolete(10, 10, true).removed == 1);  // the stream
}

}  // namespace log_table_removal_test
