#include "server/protocol/origin_policy.h"

#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace origin_policy_test {

using server::protocol::OriginPolicy;

namespace {

// `origin` may be nullptr: then the request isn't a web page's.
bool refused(const OriginPolicy& policy, const char* host, const char* origin) {
  tests::HeaderList fields = {std::pair("Host", host)};
  if (origin) fields.emplace_back("Origin", origin);
  const tests::FakeHeaders headers(std::move(fields));
  return policy.refuse({"POST", "/", headers, ""}).has_value();
}

}  // namespace

TEST_CASE("a page of another origin is refused unless it is allowed") {
  const OriginPolicy closed({});
  const OriginPolicy one({"http://localhost:3000"});
  const OriginPolicy all({"*"});
  struct Case {
    const OriginPolicy& policy;
    const char* host;
    const char* origin;
    bool refused;
  };
  const Case cases[] = {
      {closed, "localhost:8000", nullptr,                 false},
      {closed, "localhost:8000", "http://localhost:8000", false},
      {closed, "localhost:8000", "http://localhost:3000", true },
      {closed, "localhost:8000", "null",                  true },
      {closed, "example.com",    nullptr,                 true },
      {one,    "localhost:8000", "http://localhost:3000", false},
      {one,    "localhost:8000", "http://example.com",    true },
      {all,    "localhost:8000", "http://example.com",    false},
      {all,    "example.com",    "http://example.com",    true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.host);
    CAPTURE(c.origin);
    CHECK(refused(c.policy, c.host, c.origin) == c.refused);
  }
}

TEST_CASE("what a page loads without saying its origin is refused by its site") {
  struct Case {
    const char* site;
    const char* origin;  // nullptr: none
    const char* allowed;
    bool refused;
  };
  const Case cases[] = {
      {"cross-site",  nullptr,                 "",                      true },
      {"same-site",   nullptr,                 "",                      true },
      {"anything",    nullptr,                 "",                      true },
      {"same-origin", nullptr,                 "",                      false},
      {"none",        nullptr,                 "",                      false},
      {"same-origin", "http://localhost:8000", "",                      false},
      {"cross-site",  "http://localhost:8000", "",                      true },
      {"cross-site",  "http://localhost:3000", "http://localhost:3000", false},
      {"cross-site",  nullptr,                 "http://localhost:3000", true },
      {"cross-site",  nullptr,                 "*",                     false},
      {"cross-site",  "http://example.com",    "*",                     false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.site);
    CAPTURE(c.allowed);
    const OriginPolicy policy({c.allowed});
    tests::HeaderList fields = {std::pair("Host", "localhost:8000")};
    fields.emplace_back("Sec-Fetch-Site", c.site);
    if (c.origin) fields.emplace_back("Origin", c.origin);
    const tests::FakeHeaders headers(std::move(fields));
    CHECK(policy.refuse({"GET", "/", headers, ""}).has_value() == c.refused);
  }
}

TEST_CASE(
    "a call that any page's image could make is refused where browsers don't say whose it is") {
  struct Case {
    const char* host;
    const char* method;
    const char* target;
    const char* header;  // nullptr: none
    bool refused;
  };
  constexpr const char* kCall = "/?Action=CreateQueue&QueueName=q&X-Amz-Credential=a";
  const Case cases[] = {
      {"192.168.1.1:8000", "GET",  kCall,                   nullptr,         true },
      {"0.0.0.0:8000",     "GET",  kCall,                   nullptr,         true },
      {"[::]:8000",        "GET",  kCall,                   nullptr,         true },
      {"127.evil",         "GET",  kCall,                   nullptr,         true },
      {"192.168.1.1:8000", "GET",  kCall,                   "Authorization", false},
      {"192.168.1.1:8000", "POST", kCall,                   nullptr,         false},
      {"192.168.1.1:8000", "GET",  "/bucket?prefix=Action", nullptr,         false},
      {"127.0.0.1:8000",   "GET",  kCall,                   nullptr,         false},
      {"LOCALHOST:8000",   "GET",  kCall,                   nullptr,         false},
      {"a.localhost",      "GET",  kCall,                   nullptr,         false},
      {"[::1]:8000",       "GET",  kCall,                   nullptr,         false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.host);
    CAPTURE(c.method);
    tests::HeaderList fields = {std::pair("Host", c.host)};
    if (c.header) fields.emplace_back(c.header, "AWS4-HMAC-SHA256 x");
    const tests::FakeHeaders headers(std::move(fields));
    const core::HttpRequest request{c.method, c.target, headers, ""};
    CHECK(OriginPolicy({}).refuse(request).has_value() == c.refused);
  }
  const tests::FakeHeaders headers({std::pair("Host", "10.0.0.1")});
  CHECK_FALSE(OriginPolicy({"*"}).refuse({"GET", kCall, headers, ""}));
}

TEST_CASE("who is refused learns which flag would help") {
  const auto why = [](const char* name, const char* value) {
    const tests::FakeHeaders headers(tests::HeaderList{std::pair(name, value)});
    return OriginPolicy({}).refuse({"GET", "/", headers, ""});
  };
  CHECK(why("Host", "box.example:8000") ==
        "Host 'box.example:8000' isn't allowed: use localhost or an address, or start with "
        "--allowed-host to allow the name");
  CHECK(why("Origin", "https://evil.example") ==
        "Origin 'https://evil.example' isn't allowed: start with --cors to allow it");
  CHECK(why("Sec-Fetch-Site", "same-site") ==
        "Sec-Fetch-Site 'same-site' isn't allowed: start with --cors to allow the page's origin");
}

TEST_CASE("a preflight request learns what it asked for") {
  const OriginPolicy policy({"http://localhost:3000"});
  const tests::FakeHeaders headers({
      {"Host",                           "localhost:8000"       },
      {"Origin",                         "http://localhost:3000"},
      {"Access-Control-Request-Headers", "x-amz-target"         },
      {"Access-Control-Request-Method",  "POST"                 }
  });
  const auto response = policy.preflight({"OPTIONS", "/", headers, ""});
  REQUIRE(response);
  CHECK(response->status == 200);
  const auto value = [&](std::string_view name) {
    for (const auto& [field, text] : response->headers) {
      if (field == name) return text;
    }
    return std::string();
  };
  CHECK(value("Access-Control-Allow-Origin") == "http://localhost:3000");
  CHECK(value("Access-Control-Allow-Headers") == "x-amz-target");
  CHECK(value("Access-Control-Allow-Methods") == "POST");
  CHECK_FALSE(policy.preflight({"POST", "/", headers, ""}));
}

}  // namespace origin_policy_test
