#include "server/s3/s3_error.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace s3_error_test {

using namespace server::s3;

namespace {

const std::string kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>";

template <class Thrown>
core::HttpResponse answer(const Thrown& thrown) {
  return error_response(std::make_exception_ptr(thrown));
}

}  // namespace

TEST_CASE("an error has code, message and details") {
  const auto response = answer(invalid_argument("M <1>", "max-keys", "x"));
  CHECK(response.status == 400);
  CHECK(response.content_type == "application/xml");
  CHECK(response.body == kHead +
                             "<Code>InvalidArgument</Code><Message>M &lt;1&gt;</Message>"
                             "<ArgumentName>max-keys</ArgumentName><ArgumentValue>x</ArgumentValue>"
                             "</Error>");
}

TEST_CASE("errors say what they are about") {
  CHECK(answer(no_such_bucket("b-1")).body.ends_with("<BucketName>b-1</BucketName></Error>"));
  CHECK(answer(no_such_key("k")).body.ends_with("<Key>k</Key></Error>"));
  CHECK(answer(precondition_failed("If-Match"))
            .body.ends_with("<Condition>If-Match</Condition></Error>"));
  CHECK(answer(malformed_xml()).body ==
        kHead +
            "<Code>MalformedXML</Code><Message>The XML you provided was not well-formed or did not "
            "validate against our published schema</Message></Error>");
  CHECK(answer(not_implemented("ACLs")).status == 501);
}

TEST_CASE("a credential of no region, and what is our own fault, have errors of S3's, too") {
  const auto credential = answer(core::ApiError(core::ErrorCode::validation, "M"));
  CHECK(credential.status == 400);
  CHECK(credential.body ==
        kHead +
            "<Code>AuthorizationHeaderMalformed</Code><Message>The authorization "
            "header is malformed; M</Message></Error>");
  const auto ours = answer(std::runtime_error("secret"));
  CHECK(ours.status == 500);
  CHECK(ours.body == kHead +
                         "<Code>InternalError</Code><Message>We encountered an internal error. "
                         "Please try again.</Message></Error>");
}

}  // namespace s3_error_test
