#include "server/lambda_api/call.h"

#include "core/api_error.h"
#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace call_test {

using namespace server::lambda_api;

namespace {

struct Request {
  explicit Request(std::string path_and_query, std::string text = {})
      : target(std::move(path_and_query)), request{"GET", target, headers, std::move(text)} {}

  Call call(std::string_view parameter = {}) {
    return {
        request, {core::AccountId("000000000000"), core::Region("us-east-1")},
         {parameter                              },
         body
    };
  }

  std::string target;
  tests::FakeHeaders headers;
  core::HttpRequest request;
  ParsedBody body;
};

core::json::Document parsed(const std::string& text) {
  return parse_body(Request("/x", text).call());
}

template <class Act>
std::string error_of(Act act) {
  try {
    act();
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("a path's parameter is decoded, in which + is a +") {
  CHECK(parameter(Request("/x").call("a%3Ab+c"), 0) == "a:b+c");
}

TEST_CASE("a function is named by the path and qualified by either") {
  const auto named = function_of(Request("/x?Qualifier=live").call("f"));
  CHECK(named.name.get() == "f");
  CHECK(named.qualifier == "live");
  CHECK(function_of(Request("/x").call("f%3A7")).qualifier == "7");
  CHECK(function_of(Request("/x").call("f")).qualifier.empty());
}

TEST_CASE("what is about whole functions takes no version but $LATEST") {
  using lambda_host::NameShape;
  Request request("/x?Qualifier=live");  // which such an operation hasn't
  CHECK(whole_function_of(request.call("f"), NameShape::function).name.get() == "f");
  CHECK(whole_function_of(request.call("f:$LATEST"), NameShape::namespaced).name.get() == "f");
  for (const char* name : {"f:7", "f:live"}) {
    CHECK(error_of([&] { whole_function_of(request.call(name), NameShape::function); }) ==
          "InvalidParameterValueException: This operation is permitted on Lambda functions only. "
          "Aliases and versions do not support this operation. Please specify either a function "
          "name or an unqualified function ARN.");
  }
}

TEST_CASE("a body is an object, or empty") {
  CHECK(parsed("").root().object().empty());
  CHECK(parsed(R"({"a":1})").root().object().size() == 1);
  for (const char* body : {"[]", "1", "null"}) {
    CHECK(error_of([&] { parsed(body); }) ==
          "InvalidRequestContentException: Could not parse request body into json: it is not an "
          "object");
  }
  CHECK(error_of([&] {
          parsed("{");
        }).starts_with("InvalidRequestContentException: Could not parse request body into json: "));
}

TEST_CASE("a body that was parsed ahead is taken, and its failure thrown then") {
  Request ahead("/x", R"({"from":"the request"})");
  ahead.body = parse_ahead(R"({"from":"ahead"})");
  CHECK(parse_body(ahead.call()).root().object().find("from")->string() == "ahead");
  Request failed("/x", "{}");
  failed.body = parse_ahead("[]");
  CHECK_FALSE(failed.body.document);
  CHECK(error_of([&] { parse_body(failed.call()); }) ==
        "InvalidRequestContentException: Could not parse request body into json: it is not an "
        "object");
}

TEST_CASE("answers are JSON or nothing") {
  const auto json = json_response(201, "{}");
  CHECK(json.status == 201);
  CHECK(json.content_type == "application/json");
  CHECK(json.body == "{}");
  const auto empty = empty_response(204);
  CHECK(empty.status == 204);
  CHECK(empty.content_type.empty());
  CHECK(empty.body.empty());
}

TEST_CASE("a function of another account is nobody's business") {
  using lambda_host::NameShape;
  const std::string refused =
      "AccessDeniedException: User is not authorized to access resource: "
      "arn:aws:lambda:us-east-1:000000000042:function:f";
  for (const char* name :
       {"arn:aws:lambda:us-east-1:000000000042:function:f", "000000000042:function:f",
        "arn:aws:lambda:us-east-1:000000000042:function:f:7"}) {
    CAPTURE(name);
    CHECK(error_of([&] { function_of(Request("/x").call(name)); }) == refused);
    CHECK(error_of([&] { whole_function_of(Request("/x").call(name), NameShape::namespaced); }) ==
          refused);
  }
  CHECK(function_of(Request("/x").call("000000000000:function:f")).name.get() == "f");
}

TEST_CASE("a body has so many values at most, however they are nested") {
  std::string values = "1";
  for (std::size_t i = 1; i < kMaxBodyValues - 2; ++i) values += ",1";
  const auto body = [&](const char* more) { return R"({"A":[)" + values + more + "]}"; };
  CHECK(parsed(body("")).root().object().size() == 1);
  CHECK(error_of([&] { parsed(body(",1")); }) ==
        "RequestEntityTooLargeException: Request must have at most 10000 values: no setting of "
        "Lambda's takes so many.");
  CHECK_FALSE(error_of([&] { parsed(body(R"(,{"B":1})")); }).empty());
}

TEST_CASE("a body is as large as a payload at most, but for its zip") {
  const std::string large(6'291'456, 'z');
  const char* const forms[] = {R"({"ZipFile":")", R"({"Code":{"ZipFile":")",
                               R"({"Content":{"ZipFile":")"};
  for (const std::string form : forms) {
    CAPTURE(form);
    const std::string end = form.size() > 12 ? "\"}}" : "\"}";
    CHECK(error_of([&] { parsed(form + large + end); }) == "");
  }
  CHECK(error_of([&] { parsed(R"({"Description":")" + large + "\"}"); }) ==
        "RequestEntityTooLargeException: Request must be smaller than 6291456 bytes beside its "
        "ZipFile.");
}

TEST_CASE("a payload may be checked ahead, with the same result") {
  for (const char* payload : {"", "1", R"({"a":[1]})", "{", "1 2"}) {
    CAPTURE(payload);
    Request now("/x", payload);
    Request ahead("/x", payload);
    ahead.body = check_ahead(payload);
    const auto error = error_of([&] { check_payload(now.call()); });
    CHECK(error_of([&] { check_payload(ahead.call()); }) == error);
    CHECK(error.empty() == ahead.body.is_checked);
  }
  Request checked("/x", "{");
  checked.body.is_checked = true;
  CHECK(error_of([&] { check_payload(checked.call()); }) == "");
}

}  // namespace call_test
