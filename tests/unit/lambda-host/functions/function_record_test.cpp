#include "lambda-host/functions/function_record.h"

#include <doctest/doctest.h>

namespace function_record_test {

namespace {

using lambda_host::Deployment;
using lambda_host::DeploymentPtr;
using lambda_host::FunctionConfiguration;
using lambda_host::FunctionRecord;

DeploymentPtr version(const std::string& name) {
  FunctionConfiguration f;
  f.version = name;
  return std::make_shared<const Deployment>(Deployment{f, nullptr});
}

FunctionRecord example() {
  FunctionRecord record;
  record.latest = version("$LATEST");
  for (const char* number : {"10", "9", "1"}) {
    record.versions[lambda_host::version_number(number)] = version(number);
  }
  record.aliases["live"] = {"live", "9", "", {{"10", 0.5}}, ""};
  record.aliases["edge"] = {"edge", "$LATEST", "", {}, ""};
  record.aliases["lost"] = {"lost", "7", "", {}, ""};
  return record;
}

std::string named(const DeploymentPtr& deployment) {
  return deployment ? deployment->configuration.version : "none";
}

}  // namespace

TEST_CASE("a version's name is a number as we would write it") {
  CHECK(lambda_host::version_number("1") == 1);
  CHECK(lambda_host::version_number("9223372036854775807") == 9223372036854775807);
  for (const char* other : {"", "0", "07", "$LATEST", "live", "1a", "-1", "9223372036854775808"}) {
    CAPTURE(other);
    CHECK(lambda_host::version_number(other) == 0);
  }
}

TEST_CASE("a qualifier names $LATEST, a version, or an alias's version") {
  const FunctionRecord record = example();
  CHECK(named(record.find("")) == "$LATEST");
  CHECK(named(record.find("$LATEST")) == "$LATEST");
  CHECK(named(record.find("1")) == "1");
  CHECK(named(record.find("live")) == "9");
  CHECK(named(record.find("edge")) == "$LATEST");
  for (const char* other : {"2", "01", "0", "nobody", "lost", "$LATEST.PUBLISHED"}) {
    CAPTURE(other);
    CHECK(named(record.find(other)) == "none");
  }
}

TEST_CASE("an invocation goes to the version that its fraction falls to") {
  const FunctionRecord record = example();
  CHECK(named(record.route("live", 0.4)) == "10");
  CHECK(named(record.route("live", 0.5)) == "9");
  CHECK(named(record.route("1", 0.4)) == "1");
  CHECK(named(record.route("", 0.4)) == "$LATEST");
  CHECK(named(record.route("nobody", 0.4)) == "none");
}

TEST_CASE("deployments come in the order of their numbers, $LATEST first") {
  std::string order;
  for (const auto& each : example().deployments()) order += named(each) + " ";
  CHECK(order == "$LATEST 1 9 10 ");
}

TEST_CASE("the aliases of a version are all that invocations may come by") {
  CHECK(example().aliases_of("9") == std::vector<std::string>{"live"});
  CHECK(example().aliases_of("10") == std::vector<std::string>{"live"});
  CHECK(example().aliases_of("$LATEST") == std::vector<std::string>{"edge"});
  CHECK(example().aliases_of("1").empty());
}

TEST_CASE("what differs in nothing but names and times is published already") {
  FunctionConfiguration latest;
  latest.handler = "h";
  latest.description = "the function's";
  latest.last_version = 3;
  FunctionConfiguration published = latest;
  published.version = "3";
  published.description = "the version's own";
  published.published_description = "the function's";
  published.last_version = 0;
  published.revision_id = "r";
  published.code_id = "c";
  published.last_modified = core::WallTime(std::chrono::seconds(1));
  latest.tags["k"] = "v";
  CHECK(is_published_as(published, latest));
  SUBCASE("another description") {
    latest.description = "changed";
  }
  SUBCASE("other code") {
    latest.code_sha256 = "changed";
  }
  SUBCASE("another setting") {
    latest.timeout_seconds = 9;
  }
  CHECK_FALSE((is_published_as(published, latest) && latest.description == "changed"));
  CHECK(is_published_as(published, latest) ==
        (latest.description == "the function's" && latest.code_sha256.empty() &&
         latest.timeout_seconds == 3));
}

}  // namespace function_record_test
