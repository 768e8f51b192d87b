#include "server/control/fault_request.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace fault_request_test {

using namespace server::control;
using server::faults::OperationFault;

namespace {

server::faults::FaultSettings read(const std::string& body) {
  const auto document = core::json::Document::parse(body);
  return read_fault(document.root().object(), {});
}

std::string refusal(const std::string& body) {
  try {
    read(body);
    return "";
  } catch (const core::ApiError& error) {
    return error.message();
  }
}

// The refusal of a fault of PutItem with these members.
std::string of_put(const std::string& members) {
  return refusal(R"({"on":"operation","operation":"PutItem",)" + members + "}");
}

OperationFault operation(const std::string& body) {
  return std::get<OperationFault>(read(body).what);
}

}  // namespace

TEST_CASE("what can't be is refused, with a sentence") {
  CHECK(of_put(R"("delay_ms":1)") == "");
  CHECK(refusal(R"({"on":"operation","operation":"PutItems","delay_ms":1})") ==
        "There is no operation PutItems.");
  CHECK(refusal(R"({"on":"operation","delay_ms":1})") == "operation must be a string.");
  CHECK(of_put(R"("times":1)") == "A fault of an operation needs error, delay_ms or unprocessed.");
  CHECK(of_put(R"("delay":1)") == "There is no parameter delay.");
  CHECK(of_put(R"("service":"sqs","delay_ms":1)") ==
        "PutItem is an operation of dynamodb, not of sqs.");
  CHECK(of_put(R"("service":"ec2","delay_ms":1)") ==
        "service must be one of dynamodb, dynamodbstreams, lambda, logs, s3, sns, sqs.");
  CHECK(of_put(R"("error":"x","delay_ms":1)") ==
        "PutItem doesn't answer x. It may answer AccessDeniedException, "
        "ConditionalCheckFailedException, ExpiredTokenException, IncompleteSignatureException, "
        "InternalServerError, InvalidSignatureException, ItemCollectionSizeLimitExceededException, "
        "MissingAuthenticationTokenException, OptInRequired, "
        "ProvisionedThroughputExceededException, ReplicatedWriteConflictException, "
        "RequestLimitExceeded, ResourceNotFoundException, SerializationException, "
        "ServiceUnavailable, ThrottlingException, TransactionConflictException, "
        "UnrecognizedClientException, ValidationException.");
  CHECK(of_put(R"("resource":"x","delay_ms":1)") == "Of this service, table names the resource.");
  CHECK(of_put(R"("table":"","delay_ms":1)") == "table must have 1 to 2048 bytes.");
  CHECK(of_put(R"("message":"x","delay_ms":1)") == "A message goes with an error.");
  CHECK(of_put(R"("when":"later","delay_ms":1)") == "when must be before or after.");
  CHECK(of_put(R"("unprocessed":1)") == "unprocessed is for BatchGetItem and BatchWriteItem.");
  CHECK(of_put(R"("error":"ThrottlingException","reasons":["None"])") ==
        "reasons go with the error TransactionCanceledException.");
}

TEST_CASE("a name of several services' operations needs the service, or a table") {
  const std::string tag = R"({"on":"operation","operation":"TagResource","delay_ms":1)";
  CHECK(refusal(tag + "}") ==
        "TagResource is an operation of dynamodb, lambda, logs, sns: say which by service.");
  CHECK(operation(tag + R"(,"service":"logs"})").service == server::faults::AwsService::logs);
  CHECK(operation(tag + R"(,"table":"Orders"})").service == server::faults::AwsService::dynamodb);
  CHECK(refusal(tag + R"(,"service":"sns","table":"Orders"})") ==
        "sns has no tables: resource names what a request is about.");
  CHECK(refusal(R"({"on":"operation","operation":"Invoke","delay_ms":1,"table":"x"})") ==
        "Invoke isn't about a table.");
}

TEST_CASE("a table that no request would name is refused") {
  for (const char* name :
       {"BatchExecuteStatement", "DescribeEndpoints", "DescribeLimits", "ExecuteStatement",
        "ExecuteTransaction", "ListGlobalTables", "ListTables"}) {
    const std::string fault =
        std::string(R"({"on":"operation","delay_ms":1,"operation":")") + name + "\"";
    CHECK(refusal(fault + "}") == "");
    CHECK(refusal(fault + R"(,"table":"t"})") ==
          "Requests for " + std::string(name) + " name no table.");
  }
}

TEST_CASE("numbers have bounds") {
  const char* delay = "delay_ms must be a whole number from 1 to 60000.";
  for (const char* text : {"0", "60001", "1.5", "-1", R"("1")"}) {
    CAPTURE(text);
    CHECK(of_put(std::string(R"("delay_ms":)") + text) == delay);
  }
  CHECK(of_put(R"("delay_ms":1)") == "");
  CHECK(of_put(R"("delay_ms":60000)") == "");
  const char* times = "times must be a whole number from 1 to 1000000.";
  CHECK(of_put(R"("delay_ms":1,"times":0)") == times);
  CHECK(of_put(R"("delay_ms":1,"times":1000001)") == times);
  CHECK(of_put(R"("delay_ms":1,"times":1000000)") == "");
  const char* probability = "probability must be a number above 0, and 1 at most.";
  CHECK(of_put(R"("delay_ms":1,"probability":0)") == probability);
  CHECK(of_put(R"("delay_ms":1,"probability":1.01)") == probability);
  CHECK(of_put(R"("delay_ms":1,"probability":"1")") == probability);
  CHECK(of_put(R"("delay_ms":1,"probability":1)") == "");
  CHECK(of_put(R"("delay_ms":1,"probability":0.5,"seed":0)") == "");
  CHECK(of_put(R"("delay_ms":1,"probability":0.5,"seed":-1)") ==
        "seed must be a whole number from 0 to 9223372036854775807.");
  CHECK(of_put(R"("delay_ms":1,"probability":0.5,"times":1)") ==
        "A fault has times or a probability, not both.");
  CHECK(of_put(R"("delay_ms":1,"seed":1)") == "A seed goes with a probability.");
}

TEST_CASE("batches are left undone, nothing else with it") {
  const std::string batch = R"({"on":"operation","operation":"BatchGetItem","unprocessed":)";
  CHECK(operation(batch + "100}").unprocessed == 100);
  CHECK(operation(batch + R"(2,"delay_ms":5})").delay == std::chrono::milliseconds(5));
  CHECK(refusal(batch + "101}") == "unprocessed must be a whole number from 1 to 100.");
  CHECK(refusal(batch + R"(1,"error":"ThrottlingException"})") ==
        "unprocessed goes with neither an error nor when.");
  CHECK(refusal(batch + R"(1,"when":"after"})") ==
        "unprocessed goes with neither an error nor when.");
}

TEST_CASE("a cancelled transaction has reasons") {
  const std::string cancel =
      R"({"on":"operation","operation":"TransactWriteItems","error":"TransactionCanceledException")";
  using Reasons = std::vector<std::string>;
  CHECK(operation(cancel + "}").reasons == Reasons{"TransactionConflict"});
  CHECK(operation(cancel + R"(,"reasons":["None","ThrottlingError"]})").reasons ==
        Reasons{"None", "ThrottlingError"});
  const char* text =
      "reasons must be a list of ConditionalCheckFailed, DuplicateItem, "
      "ItemCollectionSizeLimitExceeded, None, ProvisionedThroughputExceeded, ThrottlingError, "
      "TransactionConflict, ValidationError; one at least isn't None.";
  for (const char* reasons : {"1", "[]", "[1]", R"(["None"])", R"(["None","x"])", R"("None")"}) {
    CAPTURE(reasons);
    CHECK(refusal(cancel + R"(,"reasons":)" + reasons + "}") == text);
  }
}

TEST_CASE("deliveries and streams have effects") {
  CHECK(refusal("{}") == "on must be delivery, operation or stream.");
  CHECK(refusal(R"({"on":"table"})") == "on must be delivery, operation or stream.");
  CHECK(refusal(R"({"on":"delivery","mapping":"m","effect":"kills"})") ==
        "effect must be duplicate, lose-checkpoint, throttle, timeout or kill.");
  CHECK(refusal(R"({"on":"delivery","effect":"kill"})") == "mapping must be a string.");
  CHECK(refusal(R"({"on":"delivery","mapping":"m","effect":"kill","table":"t"})") ==
        "There is no parameter table.");
  CHECK(refusal(R"({"on":"delivery","mapping":"m","effect":"kill","probability":0.5})") == "");
  CHECK(refusal(R"({"on":"stream","table":"t","effect":"kill"})") ==
        "effect must be expire-iterators or trim.");
  CHECK(refusal(R"({"on":"stream","effect":"trim"})") == "table must be a string.");
  CHECK(refusal(R"({"on":"stream","table":"t","effect":"trim","times":1})") == "");
  const char* once = "A fault of a stream comes about at once, and once.";
  CHECK(refusal(R"({"on":"stream","table":"t","effect":"trim","times":2})") == once);
  CHECK(refusal(R"({"on":"stream","table":"t","effect":"trim","probability":1})") == once);
}

}  // namespace fault_request_test
