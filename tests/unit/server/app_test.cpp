#include "server/app.h"

#include "server/client/healthcheck.h"
#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <thread>

namespace app_test {

using server::App;
using server::Options;

namespace {

Options in_memory() {
  Options options;
  options.in_memory = true;
  options.port = 0;
  return options;
}

Options on_disk(const std::filesystem::path& path) {
  Options options;
  options.data_dir = path.string();
  options.port = 0;
  return options;
}

std::string failure(const Options& options) {
  try {
    const App app(options);
    return "";
  } catch (const std::exception& error) {
    return error.what();
  }
}

std::string port_of(const App& app) {
  return app.url().substr(app.url().rfind(':') + 1);
}

}  // namespace

TEST_CASE("a URL names the host and the port that was taken") {
  const App app(in_memory());
  CHECK(app.url() == "http://127.0.0.1:" + port_of(app));
  CHECK(port_of(app) != "0");
  Options v6 = in_memory();
  v6.host = "::1";
  try {
    const App other(v6);
    CHECK(other.url() == "http://[::1]:" + port_of(other));
  } catch (const std::runtime_error&) {
    MESSAGE("this machine has no IPv6");
  }
}

TEST_CASE("a port that is taken is named") {
  const App app(in_memory());
  Options options = in_memory();
  options.port = static_cast<std::uint16_t>(std::stoi(port_of(app)));
  CHECK(failure(options) ==
        "can't listen on 127.0.0.1:" + port_of(app) + ": Address already in use");
}

TEST_CASE("a data directory serves one at a time, and stays") {
  const TemporaryPlace place;
  const auto path = place.path() / "data";
  {
    const App app(on_disk(path));
    CHECK(failure(on_disk(path)).find(path.string()) != std::string::npos);
    CHECK(failure(on_disk(path)).find("in use by another process") != std::string::npos);
  }
  CHECK(failure(on_disk(path)).empty());
}

TEST_CASE("a damaged database says what can be done") {
  const TemporaryPlace place;
  const auto path = place.path() / "data";
  CHECK(failure(on_disk(path)).empty());
  const auto database = path / "rivulet.db";
  REQUIRE(std::filesystem::exists(database));
  std::filesystem::remove(path / "rivulet.db-wal");
  write(database, std::string(8192, 'x'));
  const std::string said = failure(on_disk(path));
  CHECK(said.starts_with("the database " + database.string() + " is damaged (SQLite: "));
  CHECK(
      said.ends_with("): put a copy of it back, or move it and its -wal and -shm files away to "
                     "start with an empty one"));
}

// Runs it for real, on the loopback: that it ends by a signal can't be told otherwise.
TEST_CASE("a server is healthy until a signal ends it") {
  App app(in_memory());
  const std::string url = app.url();
  std::jthread thread([&] { app.run(); });
  std::string why;
  CHECK(server::client::is_healthy(url, why));
  ::kill(::getpid(), SIGTERM);
  thread.join();
  CHECK_FALSE(server::client::is_healthy(url, why));
}

}  // namespace app_test
