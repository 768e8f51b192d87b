#include "server/dispatcher.h"

#include "core/limits.h"
#include "server/protocol/crc32.h"
#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>

namespace dispatcher_test {

namespace {

using tests::HeaderList;

struct Fixture : ControlFixture {
  core::HttpResponse ask(const char* method, const char* target, HeaderList fields = {},
                         std::string body = {}) {
    const tests::FakeHeaders sent(std::move(fields));
    core::HttpResponse got{0, {}, {}, {}};
    dispatcher.serve({method, target, sent, std::move(body)},
                     [&](core::HttpResponse response) { got = std::move(response); });
    settle();
    return got;
  }

  server::s3::ObjectStore objects{
      {engine.connection, engine.writer, engine.clock, directory.own().find_or_make("buckets"),
       false, engine.services.run_on_worker}
  };
  server::sns::TopicStore topics{engine.connection, engine.writer};
  core::MemoryBudget memory{1 << 20};
  server::FaultGate gate{faults, *services, memory, alarms.maker()};
  server::Dispatcher dispatcher{
      *services, parts(), objects,
      topics,    gate,    server::protocol::OriginPolicy({"http://allowed.example"})};
};

bool has(const core::HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return true;
  }
  return false;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "paths lead to the APIs") {
  struct Case {
    const char* method;
    const char* target;
    int status;
    const char* body;  // begins so
  };
  const Case cases[] = {
      {"GET",  "/",                   200, "healthy: dynamodb.us-east-1.amazonaws.com "},
      {"HEAD", "/",                   200, "healthy: dynamodb.us-east-1.amazonaws.com "},
      {"GET",  "/?x",                 200, "healthy: dynamodb.us-east-1.amazonaws.com "},
      {"GET",  "/_rivulet/health",    200, R"({"status":"ok")"                         },
      {"GET",  "/2015-03-31/nothing", 404, R"({"message":)"                            },
      {"POST", "/",                   400, R"({"__type":)"                             },
  };
  for (const Case& c : cases) {
    CAPTURE(c.target);
    const auto response = ask(c.method, c.target);
    CHECK(response.status == c.status);
    CHECK(response.body.substr(0, std::string(c.body).size()) == c.body);
  }
  CHECK(has(ask("GET", "/"), "x-amzn-RequestId"));
  CHECK(has(ask("GET", "/"), "x-amz-crc32"));
}

TEST_CASE_FIXTURE(
    Fixture, "what names its operation in a header is a call of it, if it's posted to the root") {
  const HeaderList target = {
      {"X-Amz-Target", "DynamoDB_20120810.ListTables"},
      {"Content-Type", "application/x-amz-json-1.0"  }
  };
  const auto begins = [&](const char* method, const char* path, const char* text) {
    return ask(method, path, target, "{}").body.starts_with(text);
  };
  CHECK(begins("POST", "/", R"({"__type":)"));  // it isn't signed
  CHECK(begins("GET", "/", "healthy: "));
  CHECK(begins("POST", "/2015-03-31/nothing", R"({"message":)"));
  CHECK(begins("POST", "/_rivulet/nothing", R"({"error":)"));

  const auto limit = [&](const char* method, const char* path, HeaderList fields) {
    const tests::FakeHeaders sent(std::move(fields));
    return server::max_body_bytes({method, path, sent, {}});
  };
  CHECK(limit("POST", "/", target) == core::limits::kMaxRequestBytes);
  CHECK(limit("POST", "/2015-03-31/functions", target) ==
        limit("POST", "/2015-03-31/functions", {}));
  CHECK(limit("POST", "/_rivulet/reset", target) == limit("POST", "/_rivulet/reset", {}));
}

TEST_CASE_FIXTURE(Fixture, "what changes the rest waits for writes that came before it") {
  struct Case {
    const char* method;
    const char* target;
    const char* service;
    bool waits;
  };
  const Case cases[] = {
      {"GET",    "/_rivulet/health",                               "dynamodb", false},
      {"POST",   "/_rivulet/reset",                                "dynamodb", true },
      {"GET",    "/2015-03-31/functions",                          "lambda",   false},
      {"POST",   "/2015-03-31/functions/none/invocations",         "lambda",   false},
      {"DELETE", "/2015-03-31/functions/none",                     "lambda",   true },
      {"PUT",    "/bucket",                                        "s3",       true },
      {"PUT",    "/bucket/key",                                    "s3",       false},
      {"GET",    "/bucket",                                        "s3",       false},
      {"POST",   "/?Action=CreateTopic&Name=t&Version=2010-03-31", "sns",      true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.method);
    CAPTURE(c.target);
    settle();
    bool written = false;
    std::optional<bool> answered_after;
    engine.writer.submit([] {}, [&](bool) { written = true; });
    const tests::FakeHeaders sent({
        {"Authorization", std::string("AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/") +
                              c.service + "/aws4_request, SignedHeaders=host, Signature=b"},
        {"X-Amz-Date",    "20260101T000000Z"                                                                       }
    });
    dispatcher.serve({c.method, c.target, sent, "", false, &peer},
                     [&](const core::HttpResponse&) { answered_after = written; });
    CHECK(engine.writer.has_to_wait(storage::Writer::Way::submits) == c.waits);
    settle();
    REQUIRE(answered_after);
    if (c.waits) CHECK(*answered_after);
  }
}

TEST_CASE_FIXTURE(Fixture, "the greeting is of the signature's region, if it has a good one") {
  const auto greeting = [&](const std::string& region) {
    return ask("GET", "/",
               {
                   {"Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/" + region +
                                         "/dynamodb/aws4_request, SignedHeaders=host, "
                                         "Signature=b"}
    })
        .body;
  };
  CHECK(greeting("cn-north-1") == "healthy: dynamodb.cn-north-1.amazonaws.com.cn ");
  CHECK(greeting("no region") == "healthy: dynamodb.us-east-1.amazonaws.com ");
}

TEST_CASE_FIXTURE(Fixture, "a web page gets in by its origin only") {
  const auto refused = ask("GET", "/",
                           {
                               {"Origin", "http://evil.example"}
  });
  CHECK(refused.status == 403);
  CHECK(refused.body.starts_with(
      R"({"__type":"com.amazon.coral.service#AccessDeniedException","message":")"));
  const auto allowed = ask("GET", "/",
                           {
                               {"Origin", "http://allowed.example"}
  });
  CHECK(allowed.status == 200);
  CHECK(has(allowed, "Access-Control-Allow-Origin"));
  CHECK_FALSE(has(ask("GET", "/"), "Access-Control-Allow-Origin"));
  const auto preflight =
      ask("OPTIONS", "/",
          {
              {"Origin",                        "http://allowed.example"},
              {"Access-Control-Request-Method", "POST"                  }
  });
  CHECK(has(preflight, "x-amzn-RequestId"));
  CHECK(has(preflight, "Access-Control-Allow-Origin"));
}

TEST_CASE_FIXTURE(Fixture, "STS answers who the caller is, unless a target says otherwise") {
  const HeaderList form = {
      {"X-Amz-Date",    "20261128T000000Z"                 },
      {"Content-Type",  "application/x-www-form-urlencoded"},
      {"Authorization",
       "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sts/aws4_request, "
       "SignedHeaders=host, Signature=b"                   }
  };
  const std::string question = "Action=GetCallerIdentity&Version=2011-06-15";
  const auto identity = ask("POST", "/", form, question);
  CHECK(identity.status == 200);
  CHECK(identity.body.find("<Account>000000000000</Account>") != std::string::npos);
  HeaderList targeted = form;
  targeted.emplace_back("X-Amz-Target", "DynamoDB_20120810.ListTables");
  CHECK(ask("POST", "/", targeted, question).body.find("<Account>") == std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "only reads of the root are greeted, with their checksum") {
  const auto greeted = ask("GET", "/");
  CHECK(greeted.content_type.empty());
  for (const auto& [name, value] : greeted.headers) {
    if (name == "x-amz-crc32") {
      CHECK(value == std::to_string(server::protocol::crc32(greeted.body)));
    }
  }
  CHECK_FALSE(ask("PUT", "/").body.starts_with("healthy"));
  CHECK_FALSE(ask("GET", "/x").body.starts_with("healthy"));
}

TEST_CASE("how large a body may be is its API's to say") {
  struct Case {
    const char* method;
    const char* target;
    std::size_t bytes;
  };
  const Case cases[] = {
      {"POST", "/",                                   16'777'216},
      {"POST", "/?x=/_rivulet/",                      16'777'216},
      {"POST", "/_rivulet/drain",                     1'048'576 },
      {"POST", "/_rivulet/drain?timeout=1",           1'048'576 },
      {"POST", "/_rivulet/functions/f/replay?x=1",    16'777'216},
      {"POST", "/2015-03-31/functions",               70'167'210},
      {"PUT",  "/2015-03-31/functions/f/code",        70'167'210},
      {"POST", "/2015-03-31/functions/f/invocations", 6'291'456 },
      {"GET",  "/_rivulet/functions/1/r/f/code.zip",  6'291'456 },
  };
  const tests::FakeHeaders none;
  for (const Case& c : cases) {
    CAPTURE(c.target);
    CHECK(server::max_body_bytes({c.method, c.target, none, {}}) == c.bytes);
  }
}

TEST_CASE_FIXTURE(Fixture, "what is signed for S3 is S3's, whatever its path") {
  const HeaderList fields = {
      {"Authorization",
       "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request, "
       "SignedHeaders=host, Signature=b"}
  };
  for (const char* target : {"/none", "/2015-03-31/functions", "/_rivulet/health"}) {
    CAPTURE(target);
    CHECK(ask("GET", target, fields).body.find("<Error><Code>") != std::string::npos);
  }
  const tests::FakeHeaders sent(fields);
  CHECK(server::max_body_bytes({"PUT", "/b/k", sent, {}}) == (65UL << 20));
  CHECK(server::max_body_bytes({"POST", "/b?delete", sent, {}}) == (2UL << 20));
}

}  // namespace dispatcher_test
