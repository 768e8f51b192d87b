#include "server/faults/error_catalog.h"

#include "server/lambda_api/routes.h"
#include "server/operations/operation.h"
#include "server/s3/routes.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace error_catalog_test {

using namespace server::faults;

namespace {

bool knows(AwsService service, std::string_view operation) {
  return find_operation_name(service, operation) == operation;
}

AwsService service_of(std::string_view target) {
  const std::string_view prefix = target.substr(0, target.find('.'));
  if (prefix == "DynamoDB_20120810") return AwsService::dynamodb;
  if (prefix == "DynamoDBStreams_20120810") return AwsService::dynamodbstreams;
  return prefix == "AmazonSQS" ? AwsService::sqs : AwsService::logs;
}

}  // namespace

TEST_CASE("all operations that Rivulet has may fail") {
  for (const auto& operation : server::operations::all_operations()) {
    CAPTURE(operation.target);
    CHECK(knows(service_of(operation.target),
                operation.target.substr(operation.target.find('.') + 1)));
  }
  for (const auto& route : server::lambda_api::all_routes()) {
    CAPTURE(route.operation);
    const bool is_ours = route.operation.starts_with("Download");
    const bool is_missing = !route.answer && !route.start;
    CHECK(knows(AwsService::lambda, route.operation) == (!is_ours && !is_missing));
  }
  for (const auto& route : server::s3::all_routes()) {
    CAPTURE(route.operation);
    CHECK(knows(AwsService::s3, route.operation) == (route.answer || route.start));
  }
  CHECK(knows(AwsService::sns, "Publish"));
  CHECK(!knows(AwsService::sns, "CreatePlatformEndpoint"));
}

TEST_CASE("services are called as boto3 calls them") {
  for (const char* name : {"dynamodb", "dynamodbstreams", "lambda", "logs", "s3", "sns", "sqs"}) {
    CHECK(wire_name(find_service(name).value()) == name);
  }
  CHECK(!find_service("sts"));
  CHECK(!find_service(""));
}

TEST_CASE("two services are about tables") {
  CHECK(has_tables(AwsService::dynamodb));
  CHECK(has_tables(AwsService::dynamodbstreams));
  for (const char* name : {"lambda", "logs", "s3", "sns", "sqs"}) {
    CHECK(!has_tables(find_service(name).value()));
  }
}

TEST_CASE("a name may be one of several services' operations") {
  CHECK(services_with("PutItem") == std::vector{AwsService::dynamodb});
  CHECK(services_with("GetRecords") == std::vector{AwsService::dynamodbstreams});
  CHECK(services_with("TagResource") ==
        std::vector{AwsService::dynamodb, AwsService::lambda, AwsService::logs, AwsService::sns});
  CHECK(services_with("PutItems").empty());
  CHECK(services_with("Put").empty());
  CHECK(services_with("").empty());
}

TEST_CASE("an operation answers its own errors and the common ones, no others") {
  const auto answers = [](AwsService service, const char* operation, const char* error) {
    return find_error(service, operation, error) != nullptr;
  };
  CHECK(answers(AwsService::dynamodb, "PutItem", "ConditionalCheckFailedException"));
  CHECK(!answers(AwsService::dynamodb, "GetItem", "ConditionalCheckFailedException"));
  for (const char* common : {"ThrottlingException", "InternalServerError", "RequestLimitExceeded",
                             "ServiceUnavailable", "AccessDeniedException", "ExpiredTokenException",
                             "UnrecognizedClientException", "ValidationException"}) {
    CAPTURE(common);
    CHECK(answers(AwsService::dynamodb, "GetItem", common));
    CHECK(answers(AwsService::dynamodb, "DescribeEndpoints", common));
  }
  CHECK(!answers(AwsService::dynamodb, "GetItem", "TooManyRequestsException"));
  CHECK(!answers(AwsService::dynamodb, "GetItem", ""));
  CHECK(!answers(AwsService::dynamodb, "NoItem", "ThrottlingException"));
  CHECK(answers(AwsService::lambda, "Invoke", "TooManyRequestsException"));
  CHECK(!answers(AwsService::lambda, "InvokeAsync", "EFSIOException"));
}

TEST_CASE("an error has its name in XML, too") {
  const ErrorInfo* throttled = find_error(AwsService::sns, "Publish", "ThrottledException");
  CHECK(throttled->xml_code() == "Throttled");
  CHECK(throttled->status == 429);
  CHECK(find_error(AwsService::sns, "Publish", "Throttled") == throttled);
  CHECK(find_error(AwsService::sqs, "SendMessage", "QueueDoesNotExist")->xml_code() ==
        "AWS.SimpleQueueService.NonExistentQueue");
  CHECK(find_error(AwsService::s3, "GetObject", "SlowDown")->xml_code() == "SlowDown");
}

TEST_CASE("what an operation answers is listed in order") {
  const auto errors = errors_of(AwsService::dynamodb, "DescribeLimits");
  CHECK(std::is_sorted(errors.begin(), errors.end()));
  CHECK(errors.front() == "AccessDeniedException");
  CHECK(errors.size() == 13);
  CHECK(errors_of(AwsService::dynamodb, "ListTables") == errors);
  CHECK(errors_of(AwsService::dynamodb, "DescribeTable").size() == 14);
}

TEST_CASE("all errors have a text and a status of an error") {
  for (const AwsService service :
       {AwsService::dynamodb, AwsService::dynamodbstreams, AwsService::lambda, AwsService::logs,
        AwsService::s3, AwsService::sns, AwsService::sqs}) {
    CHECK(!wire_name(service).empty());
  }
  for (const ServiceErrors* all : {&dynamodb_errors(), &stream_errors(), &lambda_errors(),
                                   &log_errors(), &s3_errors(), &sns_errors(), &sqs_errors()}) {
    for (const auto& infos : {all->errors, all->common}) {
      for (const ErrorInfo& info : infos) {
        CAPTURE(info.name);
        CHECK(!info.message.empty());
        CHECK(info.status >= 400);
        CHECK(info.status < 600);
      }
    }
  }
}

}  // namespace error_catalog_test
