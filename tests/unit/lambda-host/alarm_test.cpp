#include "lambda-host/alarm.h"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace alarm_test {

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

TEST_CASE("what is set without a delay comes in the next turn, in order, once each") {
  boost::asio::io_context io;
  const lambda_host::MakeAlarm make = lambda_host::loop_alarms(io);
  const auto a = make();
  const auto b = make();
  const auto c = make();
  std::string called;
  b->after(0s, [&] { called += "b"; });
  a->after(0s, [&] { called += "a"; });
  c->after(0s, [&] { called += "old"; });
  c->after(0s, [&] { called += "c"; });
  CHECK(io.poll_one() == 1);
  CHECK(called == "bac");
  CHECK(io.poll() == 0);
}

TEST_CASE("a hundred come in a turn, and what is set meanwhile stands behind those that wait") {
  boost::asio::io_context io;
  const lambda_host::MakeAlarm make = lambda_host::loop_alarms(io);
  std::vector<std::unique_ptr<lambda_host::Alarm>> alarms;
  std::string called;
  for (int i = 0; i < 102; ++i) {
    alarms.push_back(make());
    alarms.back()->after(0s, [&, i] {
      called += static_cast<char>('a' + i % 26);
      if (i == 0) alarms[0]->after(0s, [&] { called += '!'; });
    });
  }
  CHECK(io.poll_one() == 1);
  CHECK(called.size() == 100);
  CHECK(called.starts_with("abcdef"));
  CHECK(io.poll_one() == 1);
  CHECK(called.substr(100) == "wx!");
  CHECK(io.poll() == 0);
}

TEST_CASE("what is set within a turn comes in a later one, also instead of what is due in it") {
  boost::asio::io_context io;
  const lambda_host::MakeAlarm make = lambda_host::loop_alarms(io);
  const auto first = make();
  const auto second = make();
  std::string called;
  first->after(0s, [&] {
    called += "first ";
    first->after(0s, [&] { called += "again "; });
    second->after(0s, [&] { called += "new "; });
  });
  second->after(0s, [&] { called += "old "; });
  io.poll_one();
  CHECK(called == "first ");
  io.poll_one();
  CHECK(called == "first again new ");
}

TEST_CASE("a call that is due in this turn doesn't come when another cancels or ends its alarm") {
  boost::asio::io_context io;
  const lambda_host::MakeAlarm make = lambda_host::loop_alarms(io);
  const auto first = make();
  const auto cancelled = make();
  auto ended = make();
  int calls = 0;
  first->after(0s, [&] {
    cancelled->cancel();
    ended.reset();
  });
  cancelled->after(0s, [&] { ++calls; });
  ended->after(0s, [&] { ++calls; });
  io.run();
  CHECK(calls == 0);
}

TEST_CASE("of an alarm's two delays the newer one counts") {
  boost::asio::io_context io;
  const lambda_host::MakeAlarm make = lambda_host::loop_alarms(io);
  std::string called;
  const auto sooner = make();
  sooner->after(1h, [&] { called += "old "; });
  sooner->after(0s, [&] { called += "sooner "; });
  const auto later = make();
  later->after(0s, [&] { called += "old "; });
  later->after(1ms, [&] { called += "later "; });
  io.run();
  CHECK(called == "sooner later ");
}

}  // namespace alarm_test
