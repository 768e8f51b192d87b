#include "server/control/call.h"

#include "core/api_error.h"
#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace call_test {

using namespace server::control;

namespace {

const core::Scope kDefault{core::AccountId("000000000000"), core::Region("us-east-1")};

ScopeFilter scopes_of(const char* body, const Query& query = {}, bool shared = false) {
  const tests::FakeHeaders headers;
  const auto document = core::json::Document::parse(body);
  server::Settings settings;
  settings.shared_scope = shared;
  return read_scopes({"POST", "/", headers, {}}, document.root().object(), query, settings);
}

core::Scope scope(const char* account, const char* region) {
  return {core::AccountId(account), core::Region(region)};
}

template <class Call>
std::string refusal(Call call) {
  try {
    call();
    return "";
  } catch (const core::ApiError& error) {
    return error.message();
  }
}

}  // namespace

TEST_CASE("scopes are those that body or query name, and otherwise the server's own") {
  CHECK(scopes_of("{}").covers(kDefault));
  CHECK_FALSE(scopes_of("{}").covers(scope("000000000001", "us-east-1")));
  CHECK_FALSE(scopes_of("{}").covers(scope("000000000000", "eu-west-1")));
  const char* const named = R"({"account":"000000000001","region":"eu-west-1"})";
  CHECK(scopes_of(named).covers(scope("000000000001", "eu-west-1")));
  CHECK_FALSE(scopes_of(named).covers(kDefault));
  const Query query = {
      {"account", "000000000001"}
  };
  CHECK(scopes_of("{}", query).covers(scope("000000000001", "us-east-1")));
  CHECK_FALSE(scopes_of("{}", query).covers(kDefault));
}

TEST_CASE("a star stands for all accounts and regions") {
  const ScopeFilter all = scopes_of(R"({"account":"*"})");
  CHECK(all.covers(kDefault));
  CHECK(all.covers(scope("000000000001", "eu-west-1")));
  const ScopeFilter of_region = scopes_of(R"({"account":"*","region":"eu-west-1"})");
  CHECK(of_region.covers(scope("000000000001", "eu-west-1")));
  CHECK_FALSE(of_region.covers(kDefault));
  const ScopeFilter of_account = scopes_of(R"({"region":"*"})");
  CHECK(of_account.covers(scope("000000000000", "eu-west-1")));
  CHECK_FALSE(of_account.covers(scope("000000000001", "eu-west-1")));
}

TEST_CASE("where all share one scope, whoever is named is in it") {
  const ScopeFilter scopes = scopes_of(R"({"account":"000000000001","region":"x"})", {}, true);
  CHECK(scopes.covers(kDefault));
  CHECK(one_scope(scopes, {}) == kDefault);
}

TEST_CASE("a number of the query is a whole one within its bounds") {
  const auto read = [](const char* text) {
    return find_whole(
               {
                   {"limit", text}
    },
               "limit", 1, 10)
        .value_or(0);
  };
  CHECK(find_whole({}, "limit", 1, 10) == std::nullopt);
  CHECK(read("1") == 1);
  CHECK(read("10") == 10);
  for (const char* text : {"", "0", "11", "-1", "1.5", "1x", " 1", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK(refusal([&] { read(text); }) == "limit must be a whole number from 1 to 10.");
  }
}

TEST_CASE("a text of the body is a string") {
  const auto document = core::json::Document::parse(R"({"a":"x","b":5})");
  const auto body = document.root().object();
  CHECK(find_text(body, "a") == "x");
  CHECK(find_text(body, "c") == std::nullopt);
  CHECK(require_text(body, "a") == "x");
  CHECK(refusal([&] { find_text(body, "b"); }) == "b must be a string.");
  CHECK(refusal([&] { require_text(body, "c"); }) == "c must be a string.");
}

TEST_CASE("what isn't known is refused, but for account and region") {
  const auto document = core::json::Document::parse(R"({"a":1,"account":1,"region":2})");
  CHECK(refusal([&] { refuse_unknown(document.root().object(), {"a"}); }) == "");
  CHECK(refusal([&] { refuse_unknown(document.root().object(), {"b"}); }) ==
        "There is no parameter a.");
  const Query query = {
      {"a",       ""},
      {"account", ""},
      {"region",  ""}
  };
  CHECK(refusal([&] { refuse_unknown(query, {"a"}); }) == "");
  CHECK(refusal([&] { refuse_unknown(query, {"b"}); }) == "There is no parameter a.");
}

}  // namespace call_test
