#include "lambda-host/processes/debugger.h"

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <sstream>

namespace debugger_test {

using lambda_host::has_connection;

namespace {

// As the kernel shows it, but for columns that nobody reads.
constexpr const char* kTable =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout\n"
    "   0: 0100007F:240D 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1\n"
    "   1: 0100007F:240E 0100007F:D2F4 01 00000000:00000000 00:00000000 00000000  1000        0 1\n"
    "  10: 0100007F:D2F4 0100007F:240F 01 00000000:00000000 00:00000000 00000000  1000        0 1\n"
    " 112: 0100007F:2410 0100007F:D2F4 06 00000000:00000000 00:00000000 00000000     0        0 0\n"
    " 113: 0200A8C0:2411 0100007F:D2F4 01 00000000:00000000 00:00000000 00000000     0        0 "
    "0\n";

bool is_connected(std::uint16_t port) {
  std::istringstream table(kTable);
  return has_connection(table, port);
}

}  // namespace

TEST_CASE("a debugger is there while a connection to its port is") {
  CHECK(is_connected(0x240E));
  CHECK_FALSE(is_connected(0x240D));  // a socket that listens
  CHECK_FALSE(is_connected(0x240F));  // somebody is connected elsewhere from here
  CHECK_FALSE(is_connected(0x2410));  // it has just gone
  CHECK_FALSE(is_connected(0x2411));  // another address of this machine
  CHECK_FALSE(is_connected(1));
}

TEST_CASE("the kernel's own table tells of a connection") {
  const int door = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(door, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(door, 1) == 0);
  REQUIRE(::getsockname(door, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  const std::uint16_t port = ::ntohs(address.sin_port);
  CHECK_FALSE(lambda_host::has_debugger(port));
  const int client = ::socket(AF_INET, SOCK_STREAM, 0);
  REQUIRE(::connect(client, reinterpret_cast<sockaddr*>(&address), size) == 0);
  CHECK(lambda_host::has_debugger(port));
  ::close(client);
  ::close(door);
}

TEST_CASE("$LATEST and versions are inspected by their own names") {
  lambda_host::HostOptions options;
  lambda_host::FunctionConfiguration f;
  f.name = core::FunctionName("f");
  CHECK_FALSE(inspector_port(options, f));
  options.inspected = {
      {"f",   1},
      {"g:7", 2}
  };
  CHECK(inspector_port(options, f) == 1);
  f.version = "7";
  CHECK_FALSE(inspector_port(options, f));
  f.name = core::FunctionName("g");
  CHECK(inspector_port(options, f) == 2);
}

}  // namespace debugger_test
