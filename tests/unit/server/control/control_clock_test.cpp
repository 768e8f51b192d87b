#include "server/control/endpoints.h"
#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace control_clock_test {

TEST_CASE("the clock is shown and moved") {
  ControlFixture f;
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
  ControlFixture f;
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

TEST_CASE("the clock's words on what it can't do") {
  ControlFixture f;
  const auto refusal = [](const std::string& message) {
    return R"({"error":"BadRequest","message":")" + message + "\"}";
  };
  CHECK(f.post("clock", "{}") == refusal("mode must be one of advance, freeze, real, set."));
  CHECK(f.post("clock", R"({"mode":"advance"})") ==
        refusal("seconds must be a number from 0 on, not beyond the year 9999."));
  CHECK(f.post("clock", R"({"mode":"set"})") ==
        refusal("time must be epoch seconds or a text such as 2025-01-31T12:00:00Z, up to the year "
                "9999."));
  for (const char* body : {R"({"mode":"freeze","time":1})", R"({"mode":"real","time":1})",
                           R"({"mode":"advance","seconds":1,"time":1})"}) {
    CHECK(f.post("clock", body) == refusal("There is no parameter time."));
  }
  CHECK(f.post("clock", R"({"mode":"set","time":1,"seconds":1})") ==
        refusal("There is no parameter seconds."));
}

TEST_CASE("the clock goes from 1970 to the end of 9999, and no further") {
  ControlFixture f;
  CHECK(f.post("clock", R"({"mode":"set","time":0})") == R"({"now":0.000,"mode":"shifted"})");
  f.post("clock", R"({"mode":"freeze"})");
  CHECK(f.post("clock", R"({"mode":"advance","seconds":0})") == R"({"now":0.000,"mode":"frozen"})");
  CHECK(f.post("clock", R"({"mode":"set","time":253402300798})") ==
        R"({"now":253402300798.000,"mode":"frozen"})");
  CHECK(f.call("POST", "clock", R"({"mode":"advance","seconds":1.001})").status == 400);
  CHECK(f.post("clock", R"({"mode":"advance","seconds":1})") ==
        R"({"now":253402300799.000,"mode":"frozen"})");
  CHECK(f.post("clock", R"({"mode":"set","time":253402300799})") ==
        R"({"now":253402300799.000,"mode":"frozen"})");
}

}  // namespace control_clock_test
