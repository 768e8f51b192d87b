#include "server/control/endpoints.h"
#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace control_streams_test {

namespace {

struct Fixture : ControlFixture {
  std::string quoted_id(std::size_t shard) { return "\"" + stream().shards[shard].id.get() + "\""; }
};

}  // namespace

TEST_CASE("shards roll, split and merge on demand") {
  Fixture f;
  const std::string arn = f.stream().arn.get();
  const auto answer = [&](const std::string& closed, const std::string& opened) {
    return R"({"TableName":"Things","StreamArn":")" + arn + R"(","ClosedShards":[)" + closed +
           R"(],"OpenedShards":[)" + opened + "]}";
  };
  const auto one = [&](std::size_t shard) {
    return R"({"TableName":"Things","ShardId":)" + f.quoted_id(shard) + "}";
  };
  const std::string all = R"({"TableName":"Things"})";
  std::string body = f.post("streams/roll", all);
  CHECK(body == answer(f.quoted_id(0), f.quoted_id(1)));
  body = f.post("streams/split", all);
  CHECK(body == answer(f.quoted_id(1), f.quoted_id(2) + "," + f.quoted_id(3)));
  body = f.post("streams/split", one(3));
  CHECK(body == answer(f.quoted_id(3), f.quoted_id(4) + "," + f.quoted_id(5)));
  body = f.post("streams/merge", one(2));
  CHECK(body == answer(f.quoted_id(2) + "," + f.quoted_id(4), f.quoted_id(6)));
  CHECK(f.stream().open_shards().size() == 2);
}

TEST_CASE("shards that can't do what is asked say why") {
  Fixture f;
  const std::string id = f.quoted_id(0);
  f.post("streams/roll", R"({"TableName":"Things"})");
  const struct {
    const char* path;
    std::string body;
    int status;
    std::string message;
  } cases[] = {
      {"streams/roll",  "{}",                                             400, "TableName must be a string."},
      {"streams/roll",  R"({"TableName":"None"})",                        404,
       "Requested resource not found: Table: None not found"                                                },
      {"streams/roll",  R"({"TableName":"Things","ShardId":"x"})",        404, "There is no shard x."       },
      {"streams/split", R"({"TableName":"Things","Shard":"x"})",          400,
       "There is no parameter Shard."                                                                       },
      {"streams/merge", R"({"TableName":"Things"})",                      400,
       "There is no other open shard to merge with."                                                        },
      {"streams/roll",  R"({"TableName":"Things","account":"*"})",        400,
       "This is about one account and region: name them."                                                   },
      {"streams/roll",  R"({"TableName":"Things","ShardId":)" + id + "}", 400,
       "Shard " + f.stream().shards[0].id.get() + " is closed."                                             },
  };
  for (const auto& each : cases) {
    CAPTURE(each.body);
    const auto answer = f.call("POST", each.path, each.body);
    CHECK(answer.status == each.status);
    CHECK(answer.body.find(R"("message":")" + each.message + "\"") != std::string::npos);
  }
  f.engine.answer("UpdateTable",
                  R"({"TableName":"Things","StreamSpecification":{"StreamEnabled":false}})");
  CHECK(f.post("streams/roll", R"({"TableName":"Things"})")
            .find("Table Things has no enabled stream.") != std::string::npos);
}

TEST_CASE("a stream can't be split without end") {
  Fixture f;
  while (f.stream().open_shards().size() < 256)
    f.post("streams/split", R"({"TableName":"Things"})");
  CHECK(f.call("POST", "streams/split", R"({"TableName":"Things"})").status == 400);
  CHECK(f.stream().open_shards().size() == 256);
}

TEST_CASE("a stream can't be rolled without end, until its closed shards have aged out") {
  Fixture f;
  const std::string all = R"({"TableName":"Things"})";
  for (int i = 0; i < 8; ++i) f.post("streams/split", all);
  int rolls = 0;
  auto answer = f.call("POST", "streams/roll", all);
  for (; answer.status == 200; answer = f.call("POST", "streams/roll", all)) ++rolls;
  CHECK(rolls == 14);
  CHECK(f.stream().shards.size() == 511 + 14 * 256);
  CHECK(answer.body ==
        R"({"error":"BadRequest","message":"A stream has at most 4096 shards; closed )"
        R"(ones go 24 hours after they were closed."})");
}

TEST_CASE("a request names the account and the region that it is about") {
  Fixture f;
  const struct {
    const char* members;
    int status;
    const char* message;
  } cases[] = {
      {R"("account":"000000000000","region":"us-east-1")", 200, ""                                                     },
      {R"("account":"000000000001")",                      404, "Requested resource not found: Table: Things not found"},
      {R"("region":"eu-west-1")",                          404, "Requested resource not found: Table: Things not found"},
      {R"("account":"00000000000")",                       400, "account must be 12 digits, or * for all."             },
      {R"("account":"00000000000x")",                      400, "account must be 12 digits, or * for all."             },
      {R"("account":5)",                                   400, "account must be a string."                            },
      {R"("region":"no region")",                          400, "region must be the name of one."                      },
  };
  for (const auto& each : cases) {
    CAPTURE(each.members);
    const auto answer = f.call("POST", "streams/roll",
                               std::string(R"({"TableName":"Things",)") + each.members + "}");
    CHECK(answer.status == each.status);
    CHECK(answer.body.find(each.message) != std::string::npos);
  }
}

TEST_CASE("a stream may have 256 open shards") {
  Fixture f;
  const std::string all = R"({"TableName":"Things"})";
  for (int i = 0; i < 7; ++i) f.post("streams/split", all);
  std::vector<std::string> ids;
  for (const auto* shard : f.stream().open_shards()) ids.push_back(shard->id.get());
  REQUIRE(ids.size() == 128);
  for (const std::string& id : ids) {
    CAPTURE(id);
    CHECK(f.call("POST", "streams/split", R"({"TableName":"Things","ShardId":")" + id + "\"}")
              .status == 200);
  }
  CHECK(f.stream().open_shards().size() == 256);
  const std::string refusal =
      R"({"error":"BadRequest","message":"A stream has at most 256 open shards."})";
  const std::string one = f.stream().open_shards().front()->id.get();
  CHECK(f.post("streams/split", all) == refusal);
  CHECK(f.post("streams/split", R"({"TableName":"Things","ShardId":")" + one + "\"}") == refusal);
}

TEST_CASE("all open shards roll and merge at once") {
  Fixture f;
  const std::string all = R"({"TableName":"Things"})";
  for (int i = 0; i < 2; ++i) f.post("streams/split", all);
  f.post("streams/roll", all);
  CHECK(f.stream().open_shards().size() == 4);
  CHECK(f.stream().shards.size() == 1 + 2 + 4 + 4);
  f.post("streams/merge", all);
  CHECK(f.stream().open_shards().size() == 2);
}

}  // namespace control_streams_test
