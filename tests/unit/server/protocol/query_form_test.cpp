#include "server/protocol/query_form.h"

#include "core/api_error.h"
#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace query_form_test {

using server::protocol::find_query_parameter;
using server::protocol::QueryForm;

namespace {

const tests::FakeHeaders kForm(tests::HeaderList{
    {"content-type", "Application/x-www-form-urlencoded; charset=utf-8"}
});
const tests::FakeHeaders kNone;

QueryForm form_of(std::string body, std::string_view target = "/") {
  return QueryForm({"POST", target, kForm, std::move(body)});
}

}  // namespace

TEST_CASE("a parameter is looked for in the form, then in the target") {
  const auto find = [](const core::HttpHeaders& headers, std::string body) {
    return find_query_parameter({"POST", "/?Action=b&x", headers, std::move(body)}, "Action");
  };
  CHECK(find(kForm, "a=1&Action=a") == "a");
  CHECK(find(kForm, "Act%69on=a+%26&Action=c") == "a &");
  CHECK(find(kForm, "Actio=a") == "b");
  CHECK(find(kNone, "Action=a") == "b");
  CHECK(find_query_parameter({"POST", "/?Action=b&x", kNone, ""}, "x") == "");
  CHECK_FALSE(find_query_parameter({"POST", "/?Action=b&x", kNone, ""}, "y"));
  CHECK_FALSE(find_query_parameter({"POST", "/", kForm, "Action"}, "y"));
}

TEST_CASE("a parameter is looked for at the beginning of a form only") {
  const std::string padding((64 << 10) - 9, 'x');
  CHECK(find_query_parameter({"POST", "/", kForm, padding + "&Action=a"}, "Action") == "a");
  CHECK_FALSE(find_query_parameter({"POST", "/", kForm, padding + "x&Action=a"}, "Action") == "a");
}

TEST_CASE("a form has what it says, and what is below it") {
  const QueryForm form = form_of("A=1&B.2.Name=x&B.10=y&B.1.Name=z&B.q=1&Bx.3=1&&C=", "/?A=2&D=3");
  CHECK(form.find("A") == "1");
  CHECK(form.find("D") == "3");
  CHECK(form.find("C") == "");
  CHECK_FALSE(form.find("B"));
  CHECK(form.has("B"));
  CHECK(form.has("A"));
  CHECK_FALSE(form.has("B.1.N"));
  CHECK(form.numbers_below("B") == std::vector<std::size_t>{1, 2, 10});
  CHECK(form.numbers_below("A").empty());
}

TEST_CASE("a form has ten thousand parameters at most") {
  std::string body;
  for (int i = 0; i < 10'000; ++i) body += "&a" + std::to_string(i);
  CHECK(form_of(body).has("a9999"));
  CHECK_THROWS_WITH_AS(form_of(body + "&b"), "The request has too many parameters.",
                       core::ApiError);
}

TEST_CASE("parameters of one name count as others do, and empty ones don't") {
  std::string body;
  for (int i = 0; i < 10'000; ++i) body += "a&&&";
  CHECK(form_of(body).has("a"));
  CHECK(form_of("&&b=1&&").find("b") == "1");
  CHECK(form_of("&&&").numbers_below("a").empty());
  CHECK_THROWS_WITH_AS(form_of(body + "a"), "The request has too many parameters.", core::ApiError);
}

}  // namespace query_form_test
