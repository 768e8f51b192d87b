#pragma once

#include "core/clock.h"
#include "storage/catalog.h"
#include "storage/writer.h"
#include "streams/log_stream_source.h"
#include "streams/shard_log.h"
#include "streams/stream_registry.h"

#include <functional>
#include <string>
#include <vector>

// Storage and streams on a database in memory and a clock that stands still, for tests of what lies
// upon them. A turn of the event loop ends when run_turn() is called; put() and erase() do so.
namespace tests {

// The part that a restart doesn't take away.
struct StoredState {
  static storage::sqlite::Connection new_database();

  core::ManualClock clock;
  core::Scope scope{core::AccountId("000000000000"), core::Region("us-east-1")};
  storage::sqlite::Connection connection = new_database();
};

struct StreamFixture {
  explicit StreamFixture(StoredState& stored, int shards = 1,
                         std::size_t tail_bytes = streams::ShardLog::kDefaultTailBytes);
  ~StreamFixture();

  // A table with a partition key "id" of type S and a stream.
  storage::Table& add_table(const std::string& name = "T",
                            core::StreamViewType view = core::StreamViewType::new_and_old_images);

  storage::Table& table(const std::string& name = "T") { return *catalog.find(state.scope, name); }
  core::StreamArn stream_arn(const std::string& name = "T");
  const streams::Stream& stream(const std::string& name = "T") {
    return *stream_registry.find(stream_arn(name).get());
  }

  void put(const core::Item& item, const std::string& name = "T");
  // Without ending the turn.
  void queue_put(const core::Item& item, const std::string& name = "T");
  void put(const std::string& id, const std::string& value = "v");
  void erase(const std::string& id, bool expired = false);

  void disable_stream();

  // Ends the turn of the event loop: commits what is queued, until nothing is.
  void run_turn();

  StoredState& state;
  storage::Catalog catalog{state.connection};
  std::vector<std::function<void()>> deferred;
  storage::Writer writer{state.connection, catalog, state.clock,
                         [this](std::function<void()> end) { deferred.push_back(std::move(end)); }};
  streams::StreamRegistry stream_registry;
  streams::ShardLog log;
  streams::LogStreamSource source{log, stream_registry, writer};

 private:
  // As the program does at its start: no number is given out twice.
  core::SequenceNumber last_number();
};

}  // namespace tests
