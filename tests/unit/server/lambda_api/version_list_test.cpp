#include "server/lambda_api/version_list.h"

#include <doctest/doctest.h>

namespace version_list_test {

using namespace server::lambda_api;

namespace {

lambda_host::DeploymentPtr version(const std::string& name) {
  lambda_host::FunctionConfiguration f;
  f.version = name;
  f.runtime = "nodejs22.x";
  return std::make_shared<const lambda_host::Deployment>(lambda_host::Deployment{f, nullptr});
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("versions follow each other by number, across functions by prefix") {
  PageWriter list("Versions", {"b 0000000000000000009", 50});
  add_versions({version("$LATEST"), version("1")}, "a ", list);
  add_versions({version("$LATEST"), version("9"), version("10")}, "b ", list);
  add_versions({version("$LATEST")}, "c ", list);
  const std::string answer = list.take();
  CHECK(count(answer, R"("Version":)") == 2);
  CHECK(count(answer, R"("Version":"10")") == 1);
  CHECK(count(answer, R"("Version":"$LATEST")") == 1);
  CHECK(count(answer, ":function::10\"") == 1);
  CHECK(count(answer, "\"State\"") == 0);
}

}  // namespace version_list_test
