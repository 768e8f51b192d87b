#include "lambda-host/folders/change_window.h"

#include <doctest/doctest.h>

namespace change_window_test {

using lambda_host::ChangeWindow;
using namespace std::chrono_literals;

TEST_CASE("a change counts once nothing more comes for a moment") {
  const ChangeWindow::Moment t0{};
  ChangeWindow window;
  CHECK_FALSE(window.due());
  CHECK_FALSE(window.take(t0));
  window.changed(t0);
  CHECK(window.due() == t0 + 10ms);
  CHECK_FALSE(window.take(t0 + 9ms));
  CHECK(window.take(t0 + 10ms));
  CHECK_FALSE(window.due());
  CHECK_FALSE(window.take(t0 + 20ms));
}

TEST_CASE("changes close to each other are one") {
  const ChangeWindow::Moment t0{};
  ChangeWindow window;
  window.changed(t0);
  window.changed(t0 + 9ms);
  CHECK_FALSE(window.take(t0 + 18ms));
  CHECK(window.take(t0 + 19ms));
}

TEST_CASE("changes without end count now and then") {
  const ChangeWindow::Moment t0{};
  ChangeWindow window;
  for (auto at = t0; at <= t0 + 195ms; at += 5ms) window.changed(at);
  CHECK(window.due() == t0 + 200ms);
  CHECK_FALSE(window.take(t0 + 199ms));
  CHECK(window.take(t0 + 200ms));
  window.changed(t0 + 201ms);
  CHECK(window.due() == t0 + 211ms);
}

}  // namespace change_window_test
