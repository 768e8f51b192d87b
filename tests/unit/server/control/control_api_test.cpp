#include "server/control/control_api.h"

#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace {

struct Fixture : ControlFixture {
  std::string quoted_id(std::size_t shard) { return "\"" + stream().shards[shard].id.get() + "\""; }
};

}  // namespace

TEST_CASE("the clock is shown and moved") {
  Fixture f;
  f.engine.clock.set(core::from_epoch_milliseconds(1'000'000'500));
  const struct {
    const char* body;
    const char* answer;
  } cases[] = {
      {R"({"mode":"advance","seconds":60})",                 R"({"now":1000060.500,"mode":"shifted"})"  },
      {R"({"mode":"advance","seconds":0.25})",               R"({"now":1000060.750,"mode":"shifted"})"  },
      {R"({"mode":"freeze"})",                               R"({"now":1000060.750,"mode":"frozen"})"   },
      {R"({"mode":"advance","seconds":1})",                  R"({"now":1000061.750,"mode":"frozen"})"   },
      {R"({"mode":"set","time":1700000000})",                R"({"now":1700000000.000,"mode":"frozen"})"},
      {R"({"mode":"real"})",                                 R"({"now":1000000.500,"mode":"real"})"     },
      {R"({"mode":"set","time":"2025-02-22T03:03:25.49Z"})",
       R"({"now":1740193405.490,"mode":"shifted"})"                                                     },
      {R"({"mode":"set","time":"2025-02-22T03:03:25"})",
       R"({"now":1740193405.000,"mode":"shifted"})"                                                     },
  };
  CHECK(f.call("GET", "clock").body == R"({"now":1000000.500,"mode":"real"})");
  for (const auto& each : cases) {
    CAPTURE(each.body);
    CHECK(f.post("clock", each.body) == each.answer);
    CHECK(f.call("GET", "clock").body == each.answer);
  }
}

TEST_CASE("what the clock can't do is refused and changes nothing") {
  Fixture f;
  const std::string before = f.call("GET", "clock").body;
  for (const char* body : {"",
                           "[]",
                           "x",
                           "{}",
                           R"({"mode":"back"})",
                           R"({"mode":5})",
                           R"({"mode":"advance"})",
                           R"({"mode":"advance","seconds":-1})",
                           R"({"mode":"advance","seconds":"1"})",
                           R"({"mode":"advance","seconds":1e300})",
                           R"({"mode":"set"})",
                           R"({"mode":"set","time":"tomorrow"})",
                           R"({"mode":"set","time":"2025-02-30T00:00:00Z"})",
                           R"({"mode":"set","time":-1})",
                           R"({"mode":"set","time":"1969-12-31T23:59:59Z"})",
                           R"({"mode":"set","time":253402300800})",
                           R"({"mode":"set","time":1e400})",
                           R"({"mode":"set","time":"10000-01-01T00:00:00Z"})",
                           R"({"mode":"set","time":NaN})",
                           R"({"mode":"advance","seconds":253402300800})",
                           R"({"mode":"freeze","seconds":1})"}) {
    CAPTURE(body);
    const auto answer = f.call("POST", "clock", body);
    CHECK(answer.status == 400);
    CHECK(answer.body.starts_with(R"({"error":"BadRequest","message":")"));
  }
  CHECK(f.call("GET", "clock").body == before);
}

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

TEST_CASE("unknown paths and methods are answered in JSON") {
  Fixture f;
  CHECK(f.call("GET", "health").body.starts_with(R"({"status":"ok","version":")"));
  CHECK(f.call("HEAD", "health").status == 200);
  CHECK(f.call("POST", "health").status == 405);
  CHECK(f.call("GET", "streams/roll").status == 405);
  CHECK(f.call("GET", "nothing").status == 404);
  CHECK(f.call("GET", "nothing").content_type == "application/json");
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

TEST_CASE("unknown query parameters are refused, also where there are none") {
  Fixture f;
  const char* const refusal = R"({"error":"BadRequest","message":"There is no parameter limit."})";
  CHECK(f.call("GET", "mappings/x?limit=1").status == 400);
  CHECK(f.get("mappings/x?limit=1") == refusal);
  CHECK(f.call("POST", "drain?limit=1", "{}").body == refusal);
}
