#include "server/protocol/error_response.h"

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

}  // namespace server::protocol::error_response_test
