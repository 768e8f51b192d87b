#include "lambda-host/processes/runtime_door.h"

#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace runtime_door_test {

namespace {

using lambda_host::RuntimeDoor;

constexpr const char* kHost = "127.0.0.1:9001";

std::optional<std::string> enter(const RuntimeDoor& door, std::string_view target,
                                 tests::HeaderList fields) {
  const tests::FakeHeaders headers(std::move(fields));
  const auto inside = door.enter({"GET", target, headers, ""});
  return inside ? std::optional(std::string(*inside)) : std::nullopt;
}

tests::HeaderList with(const char* name, const char* value) {
  return {
      {"Host", kHost},
      {name,   value}
  };
}

}  // namespace

TEST_CASE("only who knows the secret comes to a Runtime API with one") {
  const RuntimeDoor door(9001, "5ec2e7");
  CHECK(door.address() == "127.0.0.1:9001/5ec2e7");
  const tests::HeaderList host = {std::pair("Host", kHost)};
  CHECK(enter(door, "/5ec2e7/2018-06-01/runtime/invocation/next", host) ==
        "/2018-06-01/runtime/invocation/next");
  for (const char* target :
       {"/2018-06-01/runtime/invocation/next", "/", "", "/5ec2e", "/5ec2e8/2018-06-01/ping",
        "5ec2e7/2018-06-01/ping", "/2018-06-01/5ec2e7/ping"}) {
    CAPTURE(target);
    CHECK_FALSE(enter(door, target, host));
  }
}

TEST_CASE("a Runtime API without a secret is for those who name it by its address") {
  const RuntimeDoor door(9001, "");
  CHECK(door.address() == kHost);
  CHECK(enter(door, "/2018-06-01/ping", {std::pair("Host", kHost)}) == "/2018-06-01/ping");
  CHECK_FALSE(enter(door, "/2018-06-01/ping", {}));
  for (const char* host : {"127.0.0.1", "127.0.0.1:9002", "localhost:9001", "evil.example:9001",
                           "127.0.0.1:9001.evil.example", ""}) {
    CAPTURE(host);
    CHECK_FALSE(enter(door, "/2018-06-01/ping", {std::pair("Host", host)}));
  }
}

TEST_CASE("no page comes to a Runtime API, wherever it is from") {
  const RuntimeDoor door(9001, "");
  struct Case {
    const char* name;
    const char* value;
    bool enters;
  };
  const Case cases[] = {
      {"Origin",         "http://127.0.0.1:9001", false},
      {"Origin",         "null",                  false},
      {"Origin",         "",                      false},
      {"Sec-Fetch-Site", "cross-site",            false},
      {"Sec-Fetch-Site", "same-origin",           false},
      {"Sec-Fetch-Site", "none",                  false},
      {"Sec-Fetch-Dest", "empty",                 false},
      {"Sec-Fetch-User", "?1",                    false},
      {"Sec-Fetch-Mode", "no-cors",               false},
      {"Sec-Fetch-Mode", "navigate",              false},
      {"Sec-Fetch-Mode", "cors",                  true }, // fetch() in Node.js
      {"User-Agent",     "aws-lambda-cpp",        true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CAPTURE(c.value);
    CHECK(enter(door, "/2018-06-01/ping", with(c.name, c.value)).has_value() == c.enters);
  }
}

TEST_CASE("each secret is another one") {
  const std::string secret = lambda_host::make_secret();
  CHECK(secret.size() == 32);
  CHECK(secret.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(lambda_host::make_secret() != secret);
}

}  // namespace runtime_door_test
