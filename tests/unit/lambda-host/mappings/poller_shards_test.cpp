#include "lambda-host/mappings/poller.h"
#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

#include <set>

namespace poller_shards_test {

using namespace std::chrono_literals;

TEST_CASE("batches don't mix shards") {
  MappingFixture f(4);
  for (int i = 0; i < 40; ++i)
    f.engine->queue_put({
        {"id", core::AttributeValue(std::to_string(i))}
    });
  f.create();
  f.settle();
  CHECK(f.invoker.invocations.size() == 4);
  std::set<std::string> delivered;
  while (!f.waiting().empty()) {
    std::string batch = f.waiting() + ",";
    for (std::size_t comma; (comma = batch.find(',')) != std::string::npos;) {
      CHECK(delivered.insert(batch.substr(0, comma)).second);
      batch.erase(0, comma + 1);
    }
    f.succeed();
  }
  CHECK(delivered.size() == 40);
}

namespace {

void replace(MappingFixture& f, const std::vector<streams::Succession>& successions) {
  f.engine->stream_registry.replace(f.engine->stream().arn, successions);
}

// Answers all invocations; the ids in the order in which they were delivered.
std::vector<std::string> deliver_all(MappingFixture& f) {
  std::vector<std::string> delivered;
  for (std::string batch = f.waiting(); !batch.empty(); batch = f.waiting()) {
    for (std::size_t comma; (comma = batch.find(',')) != std::string::npos;) {
      delivered.push_back(batch.substr(0, comma));
      batch.erase(0, comma + 1);
    }
    delivered.push_back(batch);
    f.succeed();
  }
  return delivered;
}

}  // namespace

TEST_CASE("a child is delivered after its parent") {
  MappingFixture f;
  f.create();
  f.engine->put("a");
  REQUIRE(f.waiting() == "a");
  replace(f, streams::split_all(f.engine->stream()));
  for (const char* id : {"b", "c", "d", "e"}) f.engine->put(id);
  CHECK(f.waiting() == "a");
  CHECK(f.invoker.invocations.size() == 1);  // the children wait for it
  f.fail();
  CHECK(f.invoker.invocations.empty());  // as long as it is retried
  f.advance(1s);
  REQUIRE(f.waiting() == "a");
  f.succeed();
  const auto delivered = deliver_all(f);
  CHECK(std::set<std::string>(delivered.begin(), delivered.end()) ==
        std::set<std::string>{"b", "c", "d", "e"});
  CHECK(delivered.size() == 4);
}

TEST_CASE("a shard that two merged into is delivered after both of them") {
  MappingFixture f(2);
  f.create();
  for (int i = 0; f.invoker.invocations.size() < 2; ++i) {
    f.engine->put("p" + std::to_string(i));
    f.settle();
  }
  replace(f, streams::merge_all(f.engine->stream()));
  f.engine->put("child");
  f.settle();
  for (const auto& each : f.invoker.invocations) {
    CHECK(MappingFixture::ids(each.request.payload).find("child") == std::string::npos);
  }
  f.succeed();  // one parent; the other is still under way
  for (const auto& each : f.invoker.invocations) {
    CHECK(MappingFixture::ids(each.request.payload).find("child") == std::string::npos);
  }
  const auto rest = deliver_all(f);
  REQUIRE_FALSE(rest.empty());
  CHECK(rest.back() == "child");
}

TEST_CASE("generations of empty shards don't keep a record from its mapping") {
  MappingFixture f;
  f.create();
  f.settle();
  for (int i = 0; i < 5; ++i) replace(f, streams::roll_all(f.engine->stream()));
  f.engine->put("a");
  CHECK(f.waiting() == "a");
}

namespace {

// Another source's records, and how often its shards were asked for.
class CountingSource : public streams::StreamSource {
 public:
  explicit CountingSource(streams::StreamSource& source) : source_(source) {}

  std::optional<std::vector<streams::SourceShard>> shards(
      const core::StreamArn& stream) const override {
    ++looks;
    return source_.shards(stream);
  }
  std::uint64_t shards_version(const core::StreamArn& stream) const override {
    return source_.shards_version(stream);
  }
  streams::ReadEnd visit(const streams::ReadRequest& request,
                         const streams::TakeRecord& take) override {
    return source_.visit(request, take);
  }
  streams::Backlog backlog(const streams::ReadRequest& request) override {
    return source_.backlog(request);
  }
  std::optional<core::SequenceNumber> newest(storage::ShardNumber shard) override {
    return source_.newest(shard);
  }
  core::SequenceNumber first_since(const core::StreamArn& stream, storage::ShardNumber shard,
                                   core::WallTime time) override {
    return source_.first_since(stream, shard, time);
  }
  core::SequenceNumber tip() const override { return source_.tip(); }
  std::unique_ptr<streams::Subscription> subscribe(
      const core::StreamArn& stream,
      std::function<void(const streams::Arrivals&)> on_records) override {
    return source_.subscribe(stream, std::move(on_records));
  }

  mutable int looks = 0;

 private:
  streams::StreamSource& source_;
};

}  // namespace

TEST_CASE("a stream's shards are asked for when it has others, not with each commit") {
  MappingFixture f;
  CountingSource source(f.engine->source);
  f.registry.emplace(f.stored.connection, f.engine->writer, *f.functions,
                     lambda_host::PollerEnvironment{source, f.invoker, f.stored.clock,
                                                    f.alarms.maker(), f.destination});
  f.create();
  f.settle();
  const int at_first = source.looks;
  for (const char* id : {"a", "b", "c"}) {
    f.engine->put(id);
    CHECK(deliver_all(f) == std::vector<std::string>{id});
  }
  CHECK(source.looks == at_first);
  replace(f, streams::roll_all(f.engine->stream()));
  f.engine->put("d");
  CHECK(deliver_all(f) == std::vector<std::string>{"d"});
  CHECK(source.looks == at_first + 2);  // the child is there, and its parent is done
  f.registry.reset();
}

TEST_CASE("all of a long line of shards is delivered in order, by a mapping that comes late, too") {
  for (const bool late : {false, true}) {
    CAPTURE(late);
    MappingFixture f;
    if (!late) f.create();
    std::vector<std::string> expected;
    for (int i = 0; i < 20; ++i) {
      expected.push_back(std::to_string(i));
      f.engine->put(expected.back());
      if (i % 3 == 0) replace(f, streams::roll_all(f.engine->stream()));
    }
    if (late) f.create();
    CHECK(deliver_all(f) == expected);
  }
}

TEST_CASE("after a restart a mapping goes on in the child, once the parent is done") {
  MappingFixture f;
  f.create(R"(,"BatchSize":1)");
  f.engine->put("a");
  f.engine->put("b");
  replace(f, streams::roll_all(f.engine->stream()));
  f.engine->put("c");
  REQUIRE(f.waiting() == "a");
  f.succeed();
  f.restart();
  CHECK(deliver_all(f) == std::vector<std::string>{"b", "c"});
  f.restart();
  CHECK(f.waiting().empty());
}

TEST_CASE("LATEST delivers what comes in the children of the shards that were open then") {
  MappingFixture f;
  f.engine->put("old");
  f.create("", "LATEST");
  replace(f, streams::split_all(f.engine->stream()));
  f.engine->put("new");
  CHECK(deliver_all(f) == std::vector<std::string>{"new"});
}

}  // namespace poller_shards_test
