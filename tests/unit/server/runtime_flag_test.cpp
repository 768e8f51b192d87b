#include "server/runtime_flag.h"

#include <doctest/doctest.h>

namespace runtime_flag_test {

using server::parse_runtimes;
using server::problem_of_runtimes;

TEST_CASE("a runtime is a name and a command") {
  for (const char* value :
       {"java21=java -cp x", "my-own_1.x=x", "a=b=c", "a=  b", "a=b\n\nc=d\n"}) {
    CAPTURE(value);
    CHECK(problem_of_runtimes(value).empty());
  }
  for (const char* value :
       {"", "java21", "java21=", "java21= ", "=java", "ja va=x", "j\xC3\xA4=x"}) {
    CAPTURE(value);
    CHECK(problem_of_runtimes(value) ==
          std::string(value) + " is no NAME=COMMAND, like java21='java -cp …'");
  }
  CHECK(problem_of_runtimes("a=b\nc") == "c is no NAME=COMMAND, like java21='java -cp …'");
}

TEST_CASE("what Rivulet runs itself isn't given away") {
  for (const std::string name : {"nodejs22.x", "python3.13", "provided.al2023", "go1.x"}) {
    CHECK(problem_of_runtimes(name + "=x") == "Rivulet runs " + name + " itself");
  }
}

TEST_CASE("commands come from all values and lines, the last one of a name") {
  CHECK(parse_runtimes({
            "a=1", "b= 2 = 3\n\nc=4", "a=5"
  }) ==
        lambda_host::RuntimeCommands{{"a", "5"}, {"b", "2 = 3"}, {"c", "4"}});
  CHECK(parse_runtimes({}).empty());
}

}  // namespace runtime_flag_test
