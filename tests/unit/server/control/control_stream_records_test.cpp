#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace control_stream_records_test {

namespace {

std::size_t lines(const core::HttpResponse& answer) {
  return static_cast<std::size_t>(std::count(answer.body.begin(), answer.body.end(), '\n'));
}

}  // namespace

TEST_CASE("a stream's records are a fixture") {
  ControlFixture f;
  for (const char* id : {"a", "b", "c"}) f.put(id);
  const std::string path = "streams/records?arn=" + f.stream().arn.get();
  const auto all = f.call("GET", path);
  CHECK(all.content_type == "application/x-ndjson");
  CHECK(lines(all) == 3);
  CHECK(all.headers.empty());
  CHECK(all.body.starts_with(R"({"eventID":")"));
  const auto page = f.call("GET", path + "&limit=2");
  CHECK(lines(page) == 2);
  REQUIRE(page.headers.size() == 1);
  CHECK(page.headers[0].first == "X-Rivulet-Next");
  CHECK(page.headers[0].second == "100000000000000000004");
  CHECK(lines(f.call("GET", path + "&from=100000000000000000003")) == 2);
  CHECK(lines(f.call("GET", path + "&from=100000000000000000003&to=100000000000000000003")) == 1);
  CHECK(lines(f.call("GET", path + "&from=0")) == 3);
  CHECK(lines(f.call("GET", path + "&from=2099-01-01T00:00:00Z")) == 0);
  CHECK(lines(f.call("GET", path + "&to=1.5")) == 0);
}

TEST_CASE("a stream or a place that isn't one is refused") {
  ControlFixture f;
  const std::string path = "streams/records?arn=" + f.stream().arn.get();
  const struct {
    std::string path;
    int status;
    const char* message;
  } cases[] = {
      {"streams/records",              404, "There is no stream ."                            },
      {"streams/records?arn=x",        404, "There is no stream x."                           },
      {path + "x",                     404, nullptr                                           },
      {path + "&account=000000000001", 404, nullptr                                           },
      {path + "&from=x",               400,
       "from must be a sequence number, epoch seconds or a text such as 2026-01-31T12:00:00Z."},
      {path + "&to=-1",                400,
       "to must be a sequence number, epoch seconds or a text such as 2026-01-31T12:00:00Z."  },
      {path + "&limit=10001",          400, "limit must be a whole number from 1 to 10000."   },
      {path + "&shard=1",              400, "There is no parameter shard."                    },
  };
  for (const auto& each : cases) {
    CAPTURE(each.path);
    const auto answer = f.call("GET", each.path);
    CHECK(answer.status == each.status);
    if (each.message) {
      CHECK(answer.body.find(R"("message":")" + std::string(each.message) + "\"") !=
            std::string::npos);
    }
  }
}

}  // namespace control_stream_records_test
