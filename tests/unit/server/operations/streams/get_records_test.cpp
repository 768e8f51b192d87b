#include "tests/unit/server/operations/streams/streamed_table.h"

#include <doctest/doctest.h>

namespace get_records_test {

using namespace tests;
using namespace std::chrono_literals;

TEST_CASE("a closed shard is read to its end by all kinds of iterators, its child goes on") {
  StreamedTable f;
  f.put("a");
  f.put("b");
  const std::string before = f.iterator(0, "LATEST");
  f.roll();
  f.put("c");
  const auto read = [&](std::string iterator) {
    const std::string ids = f.page(iterator);
    return ids + (iterator.empty() ? "." : "");
  };
  CHECK(read(before) == ".");
  CHECK(read(f.iterator(0, "TRIM_HORIZON")) == "a,b.");
  CHECK(read(f.iterator(0, "LATEST")) == ".");
  CHECK(read(f.iterator(0, "AT_SEQUENCE_NUMBER", f.number(0))) == "a,b.");
  CHECK(read(f.iterator(0, "AT_SEQUENCE_NUMBER", f.number(2))) == "b.");
  CHECK(read(f.iterator(0, "AFTER_SEQUENCE_NUMBER", f.number(1))) == "b.");
  CHECK(read(f.iterator(0, "AFTER_SEQUENCE_NUMBER", f.number(2))) == ".");
  std::string child = f.iterator(1, "TRIM_HORIZON");
  std::string latest = f.iterator(1, "LATEST");
  CHECK(f.page(child) == "c");
  CHECK(f.page(latest).empty());
  f.put("d");
  CHECK(f.page(child) == "d");
  CHECK(f.page(latest) == "d");
}

TEST_CASE("pages of a closed shard end with its last record, even a full one") {
  StreamedTable f;
  for (const char* id : {"a", "b", "c"}) f.put(id);
  f.roll();
  std::string iterator = f.iterator(0, "TRIM_HORIZON");
  CHECK(f.page(iterator, 2) == "a,b");
  CHECK(f.page(iterator, 1) == "c");
  CHECK(iterator.empty());
}

TEST_CASE("reading at the tip asks no SQLite") {
  StreamedTable f;
  std::string iterator = f.iterator(0, "TRIM_HORIZON");
  for (const char* id : {"a", "b", "c"}) {
    CHECK(f.page(iterator).empty());
    f.put(id);
    CHECK(f.page(iterator) == id);
  }
  CHECK(f.shard_log.stored_reads() == 0);
}

TEST_CASE("an iterator of an empty shard stays good and finds the first record") {
  StreamedTable f;
  std::string iterator = f.iterator(0, "TRIM_HORIZON");
  for (int hours = 0; hours < 30; ++hours) {
    CHECK(f.page(iterator).empty());
    f.age(10min);
  }
  f.put("a");
  CHECK(f.page(iterator) == "a");
}

TEST_CASE("an iterator of a shard that aged out says so") {
  StreamedTable f;
  f.put("a");
  f.roll();
  f.age(24h - 1min);
  const std::string iterator = f.iterator(0, "LATEST");
  f.age(2min);
  CHECK(f.error("GetRecords", StreamedTable::records_request(iterator)) == kTrimmed);
}

TEST_CASE("an iterator is good for 15 minutes of the clock") {
  StreamedTable f;
  const std::string iterator = f.iterator(0, "LATEST");
  f.clock.advance(15min);
  f.answer("GetRecords", StreamedTable::records_request(iterator));
  f.clock.advance(1ms);
  CHECK(f.error("GetRecords", StreamedTable::records_request(iterator)) ==
        "ExpiredIteratorException: The provided iterator exceeds the maximum age allowed.");
}

TEST_CASE("a stream that is enabled again is a new one; the old one can be read on") {
  StreamedTable f;
  f.put("a");
  std::string old = f.iterator(0, "TRIM_HORIZON");
  f.answer("UpdateTable",
           R"({"TableName":"Things","StreamSpecification":{"StreamEnabled":false}})");
  f.put("unseen");
  f.clock.advance(1s);
  const std::string again =
      member(f.answer("UpdateTable",
                      R"({"TableName":"Things","StreamSpecification":{"StreamEnabled":true,)"
                      R"("StreamViewType":"KEYS_ONLY"}})"),
             "LatestStreamArn");
  CHECK(again != f.arn);
  f.put("b");
  CHECK(f.page(old) == "a");
  CHECK(old.empty());
  f.arn = again;
  std::string fresh = f.iterator(0, "TRIM_HORIZON");
  CHECK(f.page(fresh) == "b");
}

TEST_CASE("text that is no iterator is refused, behind a limit that is too high") {
  StreamedTable f;
  const char* const invalid = "ValidationException: Invalid ShardIterator";
  CHECK(f.error("GetRecords", "{}") == invalid);
  CHECK(f.error("GetRecords", R"({"ShardIterator":"x"})") == invalid);
  CHECK(f.error("GetRecords", R"({"ShardIterator":"x","Limit":1000})") == invalid);
  CHECK(f.error("GetRecords", R"({"ShardIterator":"x","Limit":1001})") ==
        kInvalid + "Limit should be less than or equal to 1000");
}

TEST_CASE("a page of records ends before the one that would make it more than a megabyte") {
  StreamedTable f;
  const auto put = [&](const std::string& id) {
    f.answer("PutItem", R"({"TableName":"Things","Item":{"id":{"S":")" + id + R"("},"v":{"S":")" +
                            std::string(399'000, 'x') + R"("}}})");
  };
  for (const char* id : {"a", "b", "c"}) put(id);
  std::string iterator = f.iterator(0, "TRIM_HORIZON");
  CHECK(f.page(iterator) == "a,b");
  CHECK(f.page(iterator) == "c");
  CHECK(f.page(iterator).empty());
}

TEST_CASE("an iterator of another region's stream finds none") {
  StreamedTable f;
  const std::string iterator = f.iterator(0, "LATEST");
  f.scope.region = core::Region("eu-west-1");
  CHECK(f.error("GetRecords", StreamedTable::records_request(iterator)) ==
        "ResourceNotFoundException: Requested resource not found: Stream: " + f.arn + " not found");
}

TEST_CASE("iterators of an earlier generation have expired, later ones are good") {
  StreamedTable f;
  f.put("a");
  std::string old = f.iterator(0, "TRIM_HORIZON");
  f.stream_registry.expire_iterators(f.stream().arn);
  CHECK(f.error("GetRecords", R"({"ShardIterator":")" + old + R"("})") ==
        "ExpiredIteratorException: The provided iterator exceeds the maximum age allowed.");
  std::string fresh = f.iterator(0, "TRIM_HORIZON");
  CHECK(f.page(fresh) == "a");
  f.put("b");
  CHECK(f.page(fresh) == "b");
}

TEST_CASE("records that were made obsolete are trimmed, those behind them stay") {
  StreamedTable f;
  f.put("a");
  f.put("b");
  const std::string old = f.iterator(0, "TRIM_HORIZON");
  f.stream_registry.make_obsolete(f.stream().arn);
  f.put("c");
  const auto shard = f.stream().shards[0].number;
  while (const auto last = f.stream_registry.trim(shard, core::WallTime())) {
    f.shard_log.forget(shard, *last);
  }
  CHECK(f.error("GetRecords", R"({"ShardIterator":")" + old + R"("})") ==
        "TrimmedDataAccessException: The data you are trying to access has been trimmed");
  std::string fresh = f.iterator(0, "TRIM_HORIZON");
  CHECK(f.page(fresh) == "c");
}

}  // namespace get_records_test
