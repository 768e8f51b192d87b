#include "server/inspect_option.h"

#include "server/options.h"

#include <doctest/doctest.h>

#include <variant>

namespace inspect_option_test {

using server::check_inspected;
using server::inspected_functions;
using server::parse_inspected;
using server::port_of_two;

TEST_CASE("a function and its port") {
  CHECK(parse_inspected("orders=9229") == std::pair(std::string("orders"), std::uint16_t{9229}));
  CHECK(parse_inspected("My_orders-2:7=1") ==
        std::pair(std::string("My_orders-2:7"), std::uint16_t{1}));
  CHECK(parse_inspected("o=65535")->second == 65535);
  for (const char* bad : {"", "orders", "orders=", "=9229", "orders=0", "orders=65536", "orders=x",
                          "orders=9229x", "or ders=9229", "orders= 9229", "orders=-1", "a=b=1"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_inspected(bad));
  }
}

TEST_CASE("several stand between commas, and the first bad one is named") {
  CHECK(check_inspected("a=1") == "");
  CHECK(check_inspected("a=1,b=2") == "");
  CHECK(check_inspected("a=1,b,c") ==
        "b is no function and its port: give NAME=PORT, orders=9229 for instance");
  CHECK(check_inspected("a=1,") ==
        " is no function and its port: give NAME=PORT, orders=9229 for instance");
}

TEST_CASE("of a function that is named twice the last port counts") {
  const auto inspected = inspected_functions({"a=1,b=2", "a=3"});
  CHECK(inspected == std::map<std::string, std::uint16_t>{
                         {"a", 3},
                         {"b", 2}
  });
  CHECK_FALSE(port_of_two(inspected));
  CHECK_FALSE(port_of_two({}));
  CHECK(port_of_two(inspected_functions({"a=1,b=2,c=1"})) == 1);
}

TEST_CASE("the flag may be there more than once") {
  const auto parse = [](std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "rivulet");
    return server::parse_options(static_cast<int>(arguments.size()), arguments.data());
  };
  const auto parsed = parse({"--inspect", "a=1", "--inspect=b=2,c=3"});
  CHECK(std::get<server::Options>(parsed).inspected.size() == 3);
  CHECK(std::get<server::Options>(parse({})).inspected.empty());
  CHECK(std::get<server::Exit>(parse({"--inspect", "a=1", "--inspect", "b=1"})).text ==
        "--inspect: two functions can't listen at port 1\n");
  const auto bad = std::get<server::Exit>(parse({"--inspect", "a"}));
  CHECK(bad.code == 2);
  CHECK(bad.text.starts_with(
      "--inspect: a is no function and its port: give NAME=PORT, orders=9229 for instance\n"));
}

}  // namespace inspect_option_test
