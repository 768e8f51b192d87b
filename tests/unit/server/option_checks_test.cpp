#include "server/option_checks.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace option_checks_test {

namespace {

using namespace server;

struct Case {
  std::string (*check)(const std::string& text);
  std::vector<std::string> good;
  std::vector<std::string> bad;
  std::string problem;  // behind the value
};

}  // namespace

TEST_CASE("a value is good, or what is wrong with it is said") {
  // clang-format off
  const std::vector<Case> cases = {
      {check_region, {"us-east-1", "local", "A1"}, {"", "eu west", "a/b", "a_b"},
       "a region has letters, digits and hyphens only"},
      {check_account_id, {"000000000000", "123456789012"},
       {"", "12345678901", "1234567890123", "12345678901a", "-12345678901"},
       "an account id has 12 digits"},
      {check_host, {"::1", "localhost"}, {""}, "an address to listen on is needed"},
      {check_port, {"0", "1", "8000", "65535"},
       {"99999", "65536", "-1", "x", "80x", "", "4294967296", "1.5"},
       " is no port: give one from 1 to 65535, or 0 for any that is free"},
      {check_flag, {"true", "FALSE", "1", "0", "yes", "no", "On", "off", "enable", "disable"},
       {"2", "-1", "0x10", "65536", "maybe", ""}, " is neither true nor false"},
      {check_origins, {"", "*", "null", "http://localhost:3000", "a://b,,*"},
       {"/dev/zero", "\xff", "://a", "http://a\n", "http://a b", "http:/a"},
       " is no origin: give one as http://localhost:3000, or * for all"},
      {check_allowed_hosts, {"", "db", "*", "*.test,a_b.c-d"}, {"/dev/zero", "\xff", "-a", "a b"},
       " is no name of a host: give one as example.test, *.example.test or *"},
      {check_parameter, {"a=", "a=b=c"}, {"", "=", "=b", "a"},
       " is no parameter: give one as Key=Value"},
      {check_memory_budget, {"16MB", "64GB"}, {"15MB", "65GB", ""},
       " is no memory budget: give one from 16MB to 64GB"},
      {check_log_bytes, {"64KB", "1TB"}, {"63KB", "2TB", ""},
       " is no size of all logs: give one from 64KB to 1TB"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.problem);
    const bool is_named = c.problem.front() == ' ';
    for (const std::string& text : c.good) CHECK(c.check(text) == "");
    for (const std::string& text : c.bad) {
      CHECK(c.check(text) == (is_named ? text : "") + c.problem);
    }
  }
}

TEST_CASE("a list's parts stand between commas, and are something") {
  CHECK(split_list("a,,b,") == std::vector<std::string>{"a", "b"});
  CHECK(split_list("").empty());
}

TEST_CASE("a size without a unit is MB of a budget, bytes of logs") {
  CHECK(parse_memory_budget("16") == std::size_t{16} << 20);
  CHECK(parse_log_bytes("65536") == 65536);
}

}  // namespace option_checks_test
