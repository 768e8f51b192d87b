#include "server/query_api.h"

#include "tests/support/fake_headers.h"
#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace query_api_test {

namespace {

tests::HeaderList signed_form(const std::string& service = "sqs") {
  return {
      {"Content-Type",  "application/x-www-form-urlencoded"                                        },
      {"Host",          "localhost:8000"                                                           },
      {"X-Amz-Date",    "20261128T000000Z"                                                         },
      {"Authorization", "AWS4-HMAC-SHA256 Credential=AKID/20261128/us-east-1/" + service +
                            "/aws4_request, SignedHeaders=host, Signature=0"},
  };
}

struct Fixture : QueueWorld {
  core::HttpResponse ask(const std::string& form, std::string_view target = "/",
                         tests::HeaderList fields = signed_form()) {
    const tests::FakeHeaders headers(std::move(fields));
    core::HttpResponse answer{0, {}, {}, {}};
    server::serve_query_api({"POST", target, headers, form}, services,
                            [&](core::HttpResponse response) { answer = std::move(response); });
    run_turn();
    return answer;
  }

  // What is between <Code> and </Message> of an error.
  static std::string error_of(const core::HttpResponse& response) {
    const auto from = response.body.find("<Code>");
    const auto to = response.body.find("</Message>");
    if (from == std::string::npos || to == std::string::npos) return "no error";
    return std::to_string(response.status) + " " + response.body.substr(from, to - from);
  }
};

bool speaks(std::string_view target, const std::string& form, const tests::HeaderList& fields) {
  const tests::FakeHeaders headers(fields);
  return server::speaks_sqs_query({"POST", target, headers, form});
}

}  // namespace

TEST_CASE("requests for SQS are known by their signature, their path or their version") {
  const tests::HeaderList form = {
      {"Content-Type", "application/x-www-form-urlencoded"}
  };
  CHECK(speaks("/", "Action=x", signed_form()));
  CHECK_FALSE(speaks("/", "Action=x", signed_form("sts")));
  CHECK_FALSE(speaks("/", "", signed_form()));
  CHECK_FALSE(speaks("/a", "Action=x", signed_form()));
  CHECK_FALSE(speaks("/", "Action=x", form));
  CHECK(speaks("/", "Action=x&Version=2012-11-05", form));
  CHECK_FALSE(speaks("/", "Action=x&Version=2011-06-15", form));
  CHECK(speaks("/000000000000/orders", "Action=x", form));
  CHECK(speaks("/000000000000/orders?Action=x", "", {}));
  CHECK(speaks("/?Action=x&X-Amz-Credential=a%2F1%2Fus-east-1%2Fsqs%2Faws4_request", "", {}));
  for (const char* path : {"/orders", "//orders", "/000000000000/", "/a/b/c"}) {
    CAPTURE(path);
    CHECK_FALSE(speaks(path, "Action=x", form));
  }
}

TEST_CASE_FIXTURE(Fixture, "a form is answered in XML, with URLs of the client's address") {
  const auto answer = ask("Action=GetQueueUrl&Version=2012-11-05&QueueName=orders");
  CHECK(answer.status == 200);
  CHECK(answer.content_type == "text/xml");
  CHECK(answer.body.find("<GetQueueUrlResult><QueueUrl>http://localhost:8000/000000000000/orders"
                         "</QueueUrl></GetQueueUrlResult>") != std::string::npos);
  CHECK(ask("Action=SendMessage&MessageBody=a", "/000000000000/orders").status == 200);
  CHECK(bodies() == Texts{"a"});
}

TEST_CASE_FIXTURE(Fixture, "an operation that tells nothing has no result") {
  const auto answer = ask("Action=PurgeQueue", "/000000000000/orders");
  CHECK(answer.body.find("Result>") == std::string::npos);
  CHECK(answer.body.find("<PurgeQueueResponse ") != std::string::npos);
  CHECK(ask("Action=ReceiveMessage", "/000000000000/orders").body.find("<ReceiveMessageResult>") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "errors are this protocol's") {
  CHECK(error_of(ask("Action=GetQueueUrl&QueueName=nope")) ==
        "400 <Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>The specified queue "
        "does not exist for this wsdl version.");
  CHECK(error_of(ask("Action=GetQueueUrl")) ==
        "400 <Code>MissingParameter</Code><Message>The request must contain the parameter "
        "QueueName.");
  CHECK(error_of(ask("Action=Fly")) ==
        "400 <Code>InvalidAction</Code><Message>The action Fly is not valid for this endpoint.");
  CHECK(error_of(ask("Action=AddPermission")) ==
        "400 <Code>AWS.SimpleQueueService.UnsupportedOperation</Code><Message>Rivulet doesn't "
        "support AddPermission.");
  CHECK(error_of(ask("Action=ListQueues&MaxResults=x")) ==
        "400 <Code>MalformedInput</Code><Message>x cannot be converted to Integer");
  CHECK(error_of(ask("Action=ListQueues", "/",
                     {
                         {"Content-Type", "application/x-www-form-urlencoded"}
  })) ==
        "403 <Code>MissingAuthenticationToken</Code><Message>Request is missing Authentication "
        "Token");
}

TEST_CASE_FIXTURE(Fixture, "a large message comes through") {
  const std::string body(600'000, 'x');
  CHECK(ask("Action=SendMessage&MessageBody=" + body, "/000000000000/orders").status == 200);
  CHECK(bodies() == Texts{body});
}

TEST_CASE_FIXTURE(Fixture, "a body that wasn't read is too large") {
  const tests::FakeHeaders headers(signed_form());
  core::HttpResponse answer{0, {}, {}, {}};
  server::serve_query_api({"POST", "/?Action=ListQueues", headers, "", true}, services,
                          [&](core::HttpResponse response) { answer = std::move(response); });
  CHECK(answer.status == 413);
}

}  // namespace query_api_test
