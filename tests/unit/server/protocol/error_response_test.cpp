#include "server/protocol/error_response.h"

#include "core/untyped_error.h"

#include <doctest/doctest.h>

namespace server::protocol::error_response_test {

// Bodies as AWS sent them.
TEST_CASE("errors of JSON protocols read as AWS writes them") {
  using core::ApiError;
  using core::ErrorCode;
  struct Case {
    ApiError error;
    const char* body;
  };
  // clang-format 14 can't align tables with long cells.
  // clang-format off
  const Case cases[] = {
      {ApiError(ErrorCode::resource_not_found, "Requested resource not found"),
       R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",)"
       R"("message":"Requested resource not found"})"},
      {ApiError(ErrorCode::serialization, ""),
       R"({"__type":"com.amazon.coral.service#SerializationException"})"},
      {ApiError(ErrorCode::access_denied, "Access is denied"),
       R"({"__type":"com.amazon.coral.service#AccessDeniedException",)"
       R"("Message":"Access is denied"})"},
      {ApiError(ErrorCode::transaction_canceled,
                "Transaction cancelled, please refer cancellation reasons for specific reasons "
                "[ConditionalCheckFailed]",
                R"("CancellationReasons":[{"Code":"ConditionalCheckFailed",)"
                R"("Message":"The conditional request failed"}])"),
       R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",)"
       R"("CancellationReasons":[{"Code":"ConditionalCheckFailed",)"
       R"("Message":"The conditional request failed"}],)"
       R"("Message":"Transaction cancelled, please refer cancellation reasons for specific )"
       R"(reasons [ConditionalCheckFailed]"})"},
  };
  // clang-format on
  for (const Case& c : cases) {
    const core::HttpResponse response = json_error(c.error, Service::dynamodb);
    CHECK(response.status == 400);
    CHECK(response.body == c.body);
  }
}

TEST_CASE("errors of Lambda say whose fault they are, but for those that AWS sends without") {
  using core::ErrorCode;
  const core::HttpResponse typed =
      rest_error(core::ApiError(ErrorCode::invalid_parameter_value, "no"));
  CHECK(typed.status == 400);
  CHECK(typed.body == R"({"Type":"User","message":"no"})");
  const core::HttpResponse untyped =
      rest_error(core::UntypedError(ErrorCode::invalid_parameter_value, "no"));
  CHECK(untyped.status == 400);
  CHECK(untyped.body == R"({"message":"no"})");
  const core::HttpResponse silent = rest_error(core::ApiError(ErrorCode::access_denied, ""));
  CHECK(silent.status == 403);
  CHECK(silent.body == R"({"Message":null})");
}

}  // namespace server::protocol::error_response_test
