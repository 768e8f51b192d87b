#include "lambda-host/mappings/rewind.h"

#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <doctest/doctest.h>

namespace rewind_test {

using lambda_host::RewindTarget;
using lambda_host::StartingPosition;
using namespace std::chrono_literals;

namespace {

struct Fixture : MappingFixture {
  void rewind(const core::MappingId& id, const RewindTarget& target) {
    registry->rewind(registry->all().at(id), target);
    settle();
  }
  core::SequenceNumber newest() {
    return *engine->source.newest(engine->stream().shards.back().number);
  }
  // Delivers all that there is; which items.
  std::string deliver() {
    std::string all;
    for (std::string ids = waiting(); !ids.empty(); ids = waiting()) {
      all += (all.empty() ? "" : " ") + ids;
      succeed();
    }
    return all;
  }
};

}  // namespace

TEST_CASE("a mapping goes on where it is told to") {
  Fixture f;
  const auto mapping = f.create();
  for (const char* id : {"a", "b", "c"}) {
    f.engine->put(id);
    f.advance(1s);
  }
  const core::SequenceNumber last = f.newest();
  const core::WallTime now = f.stored.clock.now();
  CHECK(f.deliver() == "a b,c");
  const struct {
    const char* name;
    RewindTarget target;
    const char* delivered;
  } cases[] = {
      {"the beginning",                     StartingPosition::trim_horizon,         "a,b,c"},
      {"the end",                           StartingPosition::latest,               ""     },
      {"a number",                          core::SequenceNumber(last.get() - 1),   "b,c"  },
      {"the last one",                      last,                                   "c"    },
      {"behind the last one",               core::SequenceNumber(last.get() + 1),   ""     },
      {"the first number",                  core::SequenceNumber(0),                "a,b,c"},
      {"a number that isn't given out yet", core::SequenceNumber(last.get() + 100), ""     },
      {"a time",                            now - 2s,                               "b,c"  },
      {"a time between two",                now - 2s + 1us,                         "c"    },
      {"a time long ago",                   now - 1h,                               "a,b,c"},
      {"the future",                        now + 1h,                               ""     },
  };
  for (const auto& each : cases) {
    CAPTURE(each.name);
    f.rewind(mapping.id, each.target);
    CHECK(f.deliver() == each.delivered);
  }
  f.engine->put("d");  // whatever was asked for, nothing that comes is passed over
  CHECK(f.deliver() == "d");
}

TEST_CASE("a batch that is being handled ends, and moves nothing") {
  Fixture f;
  const auto mapping = f.create(R"(,"BatchSize":1)");
  for (const char* id : {"a", "b", "c"}) f.engine->put(id);
  CHECK(f.waiting() == "a");
  f.rewind(mapping.id, f.newest());
  CHECK(f.invoker.invocations.size() == 1);
  f.succeed();
  CHECK(f.deliver() == "c");
  f.rewind(mapping.id, StartingPosition::trim_horizon);
  CHECK(f.waiting() == "a");
  f.rewind(mapping.id, StartingPosition::trim_horizon);
  f.succeed();
  CHECK(f.deliver() == "a b c");
}

TEST_CASE("a position outlives the process, also while a batch is being handled") {
  Fixture f;
  const auto mapping = f.create(R"(,"BatchSize":1)");
  for (const char* id : {"a", "b"}) f.engine->put(id);
  CHECK(f.deliver() == "a b");
  f.engine->put("c");
  CHECK(f.waiting() == "c");
  f.rewind(mapping.id, StartingPosition::trim_horizon);
  f.restart();
  CHECK(f.deliver() == "a b c");
  f.restart();
  CHECK(f.deliver() == "");
}

TEST_CASE("a disabled mapping goes on from there when it is enabled") {
  Fixture f;
  const auto mapping = f.create();
  f.engine->put("a");
  CHECK(f.deliver() == "a");
  f.update(mapping.id, R"({"Enabled":false})");
  f.settle();
  f.rewind(mapping.id, StartingPosition::trim_horizon);
  CHECK(f.deliver() == "");
  CHECK_FALSE(f.registry->pollers().caught_up(mapping.id));
  f.update(mapping.id, R"({"Enabled":true})");
  CHECK(f.deliver() == "a");
}

TEST_CASE("all shards go back, also those that were read to their end, parents first") {
  Fixture f;
  const auto mapping = f.create();
  f.engine->put("a");
  f.engine->stream_registry.replace(f.engine->stream_arn(), streams::roll_all(f.engine->stream()));
  f.engine->put("b");
  CHECK(f.deliver() == "a b");
  f.rewind(mapping.id, StartingPosition::trim_horizon);
  CHECK(f.deliver() == "a b");
}

TEST_CASE("parallel lanes all go on from there") {
  Fixture f;
  const auto mapping = f.create(R"(,"ParallelizationFactor":10)");
  for (const char* id : {"a", "b", "c", "d"}) f.engine->put(id);
  CHECK(f.deliver().size() == 7);
  f.rewind(mapping.id, core::SequenceNumber(f.newest().get() - 1));
  CHECK(f.deliver().size() == 3);
}

TEST_CASE("a mapping whose stream is gone can't go anywhere") {
  Fixture f;
  const auto mapping = f.create();
  f.engine->disable_stream();
  f.settle();
  f.engine->stream_registry.erase_shard(f.engine->stream().shards.front().number);
  f.engine->stream_registry.erase_stream(f.engine->stream_arn());
  try {
    f.rewind(mapping.id, StartingPosition::latest);
    FAIL("was taken");
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::resource_conflict);
    CHECK(error.message() == "The mapping's stream is gone.");
  }
}

}  // namespace rewind_test
