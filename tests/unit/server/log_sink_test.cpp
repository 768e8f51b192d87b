#include "server/log_sink.h"

#include "tests/support/engine.h"

#include <doctest/doctest.h>

TEST_CASE("handlers' lines are readable after the turn they came in") {
  tests::Engine engine;
  engine.clock.set(core::from_epoch_milliseconds(2000));
  server::LogWriter sink(engine.writer, engine.logs, engine.clock);
  const auto at = [](int milliseconds) { return core::from_epoch_milliseconds(milliseconds); };
  sink.append(engine.scope, "/aws/lambda/f", "s",
              {
                  {at(1000), "START\n"},
                  {at(1001), "END\n"  }
  });
  sink.append(engine.scope, "/aws/lambda/f", "s",
              {
                  {at(1002), "REPORT\n"}
  });
  sink.append(engine.scope, "/aws/lambda/idle", "s", {});
  CHECK_FALSE(engine.logs.find_group(engine.scope, "/aws/lambda/f"));
  engine.run_turn();

  const std::string page = engine.answer("FilterLogEvents", R"({"logGroupName":"/aws/lambda/f"})");
  CHECK(page.find(R"("timestamp":1000,"message":"START\n","ingestionTime":2000)") !=
        std::string::npos);
  CHECK(page.find(R"("timestamp":1002,"message":"REPORT\n")") != std::string::npos);
  CHECK_FALSE(engine.logs.find_group(engine.scope, "/aws/lambda/idle"));
}
