#include "lambda-host/alarm.h"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <string>

using namespace std::chrono_literals;

TEST_CASE("each alarm of a loop is one of its own, and comes in a later turn") {
  boost::asio::io_context io;
  const lambda_host::MakeAlarm make = lambda_host::loop_alarms(io);
  const auto first = make();
  const auto second = make();
  std::string called;
  first->after(0s, [&] { called += "first"; });
  second->after(0s, [&] { called += "second"; });
  CHECK(called.empty());
  first->cancel();
  io.run();
  CHECK(called == "second");
}
