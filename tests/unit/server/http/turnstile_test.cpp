#include "server/http/turnstile.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <doctest/doctest.h>

#include <vector>

namespace turnstile_test {

namespace asio = boost::asio;
using server::http::Turnstile;

namespace {

struct Fixture {
  asio::io_context context;
  std::shared_ptr<Turnstile> turnstile = std::make_shared<Turnstile>(context, 3);
  std::vector<int> passed;
  std::vector<std::size_t> seen;  // how many had passed, in each turn of the loop

  static asio::awaitable<void> pass(Fixture& f, int number) {
    if (!f.turnstile->admits()) co_await f.turnstile->turn();
    f.passed.push_back(number);
  }
  void start(int from, int to) {
    for (int i = from; i < to; ++i) asio::co_spawn(context, pass(*this, i), asio::detached);
  }
  void look(int turns) {
    asio::post(context, [this, turns] {
      seen.push_back(passed.size());
      if (turns > 1) look(turns - 1);
    });
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "so many pass in a turn, one behind another") {
  start(0, 8);
  look(5);
  context.poll();
  CHECK(passed == std::vector{0, 1, 2, 3, 4, 5, 6, 7});
  CHECK(seen == std::vector<std::size_t>{3, 6, 8, 8, 8});
}

TEST_CASE_FIXTURE(Fixture, "whoever comes while others wait is behind them") {
  start(0, 4);
  asio::post(context, [this] { start(4, 6); });
  context.poll();
  CHECK(passed == std::vector{0, 1, 2, 3, 4, 5});
}

TEST_CASE_FIXTURE(Fixture, "many in many turns pass, too") {
  for (int i = 0; i < 20; ++i) {
    start(i, i + 1);
    context.restart();
    context.poll();
    CHECK(passed.size() == static_cast<std::size_t>(i) + 1);
  }
}

TEST_CASE_FIXTURE(Fixture, "those that are dropped never pass") {
  start(0, 5);
  asio::post(context, [this] { turnstile->drop_all(); });
  context.poll();
  CHECK(passed == std::vector{0, 1, 2});
  CHECK(turnstile.use_count() == 1);
}

}  // namespace turnstile_test
