#include "server/worlds/rewriting.h"

#include <doctest/doctest.h>

namespace rewriting_test {

namespace {

bool is_jobs(std::string_view queue) {
  return queue == "jobs";
}

}  // namespace

TEST_CASE("account and region are rewritten in ARNs and queue URLs, and nowhere else") {
  const core::Scope from{core::AccountId("000000000000"), core::Region("us-east-1")};
  const core::Scope to{core::AccountId("000000000042"), core::Region("eu-west-1")};
  struct Case {
    const char* name;
    const char* text;
    const char* rewritten;
  };
  const Case cases[] = {
      {"an ARN",          "arn:aws:sqs:us-east-1:000000000000:q",                            "arn:aws:sqs:eu-west-1:000000000042:q"                                              },
      {"a role",          "arn:aws:iam::000000000000:role/r",                                "arn:aws:iam::000000000042:role/r"                                                  },
      {"a queue URL",     "http://localhost:8000/000000000000/q",
       "http://localhost:8000/000000000042/q"                                                                                                                                    },
      {"two in a row",
       R"(["arn:aws:sns:us-east-1:000000000000:a","arn:aws:sns:us-east-1:000000000000:b"])", R"(["arn:aws:sns:eu-west-1:000000000042:a","arn:aws:sns:eu-west-1:000000000042:b"])"},
      {"paths in a row",  "/000000000000/000000000000/",                                     "/000000000042/000000000042/"                                                       },
      {"another account", "arn:aws:sqs:us-east-1:111111111111:q",
       "arn:aws:sqs:us-east-1:111111111111:q"                                                                                                                                    },
      {"another region",  "arn:aws:sqs:us-west-2:000000000000:q",
       "arn:aws:sqs:us-west-2:000000000000:q"                                                                                                                                    },
      {"no ARN",          "000000000000 in us-east-1",                                       "000000000000 in us-east-1"                                                         },
      {"a longer number", "/0000000000001/",                                                 "/0000000000001/"                                                                   },
      {"nothing",         "",                                                                ""                                                                                  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(server::worlds::rewritten(c.text, from, to) == c.rewritten);
    CHECK(server::worlds::rewritten(c.text, from, from) == c.text);
  }
}

TEST_CASE(
    "where the regions are of two partitions, ARNs of the scope and of buckets change theirs") {
  const core::Scope from{core::AccountId("000000000000"), core::Region("us-east-1")};
  const core::Scope to{core::AccountId("000000000042"), core::Region("cn-north-1")};
  struct Case {
    const char* name;
    const char* text;
    const char* rewritten;
  };
  const Case cases[] = {
      {"an ARN",                     "arn:aws:sqs:us-east-1:000000000000:q",
       "arn:aws-cn:sqs:cn-north-1:000000000042:q"                                                                                                 },
      {"a role",                     "arn:aws:iam::000000000000:role/r",                                     "arn:aws-cn:iam::000000000042:role/r"},
      {"a bucket",                   "arn:aws:s3:::things/k",                                                "arn:aws-cn:s3:::things/k"           },
      {"two in a text",              R"({"a":"arn:aws:sqs:us-east-1:000000000000:a","b":"arn:aws:s3:::b"})",
       R"({"a":"arn:aws-cn:sqs:cn-north-1:000000000042:a","b":"arn:aws-cn:s3:::b"})"                                                              },
      {"another account",            "arn:aws:sqs:us-east-1:111111111111:q",
       "arn:aws:sqs:us-east-1:111111111111:q"                                                                                                     },
      {"another region",             "arn:aws:sqs:us-west-2:000000000000:q",
       "arn:aws:sqs:us-west-2:000000000000:q"                                                                                                     },
      {"Amazon's own",               "arn:aws:iam::aws:policy/p",                                            "arn:aws:iam::aws:policy/p"          },
      {"neither region nor account", "arn:aws:other:::x",                                                    "arn:aws:other:::x"                  },
      {"no ARN",                     "arn:aws:s3",                                                           "arn:aws:s3"                         },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(server::worlds::rewritten(c.text, from, to) == c.rewritten);
    CHECK(server::worlds::rewritten(c.rewritten, to, from) == c.text);
  }
}

TEST_CASE("a port is what stands behind the last colon") {
  CHECK(server::worlds::port_of("localhost:8000") == 8000);
  CHECK(server::worlds::port_of("http://[::1]:65535") == 65535);
  for (const char* text : {"localhost", "http://localhost", "localhost:", "localhost:65536",
                           "localhost:80a", "[::1]", ""}) {
    CAPTURE(text);
    CHECK_FALSE(server::worlds::port_of(text));
  }
}

TEST_CASE("URLs of the snapshot's queues lead to the server that restores it") {
  const server::worlds::QueueUrls urls{
      core::AccountId("000000000000"),
      {8000,                                                                            9000},
      [](std::string_view name) { return name == "jobs" || name == "jobs.fifo";                                                                               },
      "http://127.0.0.1:8001"
  };
  struct Case {
    const char* name;
    const char* text;
    const char* moved;
  };
  const Case cases[] = {
      {"by address",                    "http://127.0.0.1:8000/000000000000/jobs",
       "http://127.0.0.1:8001/000000000000/jobs"                                                                                                                                                   },
      {"by name",                       "http://rivulet:8000/000000000000/jobs",
       "http://127.0.0.1:8001/000000000000/jobs"                                                                                                                                                   },
      {"IPv6",                          "http://[::1]:8000/000000000000/jobs",                   "http://127.0.0.1:8001/000000000000/jobs"                                                         },
      {"from outside of a container",   "https://localhost:9000/000000000000/jobs.fifo",
       "http://127.0.0.1:8001/000000000000/jobs.fifo"                                                                                                                                              },
      {"two in JSON",
       R"({"A":"http://h:8000/000000000000/jobs","B":"http://h:8000/000000000000/jobs"})",       R"({"A":"http://127.0.0.1:8001/000000000000/jobs","B":"http://127.0.0.1:8001/000000000000/jobs"})"},
      {"behind another URL",            "http://a/ http://h:8000/000000000000/jobs",
       "http://a/ http://127.0.0.1:8001/000000000000/jobs"                                                                                                                                         },
      {"a server of that port already", "http://localhost:8001/000000000000/jobs",
       "http://localhost:8001/000000000000/jobs"                                                                                                                                                   },
      {"another port",                  "http://localhost:4566/000000000000/jobs",
       "http://localhost:4566/000000000000/jobs"                                                                                                                                                   },
      {"Amazon's",                      "https://sqs.us-east-1.amazonaws.com/000000000000/jobs",
       "https://sqs.us-east-1.amazonaws.com/000000000000/jobs"                                                                                                                                     },
      {"another account",               "http://h:8000/111111111111/jobs",                       "http://h:8000/111111111111/jobs"                                                                 },
      {"another queue",                 "http://h:8000/000000000000/jobs2",                      "http://h:8000/000000000000/jobs2"                                                                },
      {"another scheme",                "ftp://h:8000/000000000000/jobs",                        "ftp://h:8000/000000000000/jobs"                                                                  },
      {"no host",                       R"(http://", ":8000/000000000000/jobs)",                 R"(http://", ":8000/000000000000/jobs)"                                                           },
      {"no path",                       "http://h:8000",                                         "http://h:8000"                                                                                   },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(server::worlds::with_moved_queues(c.text, urls) == c.moved);
  }
  const server::worlds::QueueUrls here{
      core::AccountId("000000000000"), {8000}, is_jobs, "http://127.0.0.1:8000"};
  CHECK(server::worlds::with_moved_queues("http://localhost:8000/000000000000/jobs", here) ==
        "http://localhost:8000/000000000000/jobs");
}

TEST_CASE("a copy's texts name its own streams, queues and buckets") {
  const core::Scope from{core::AccountId("000000000000"), core::Region("us-east-1")};
  const core::Scope to{core::AccountId("000000000042"), core::Region("cn-north-1")};
  server::worlds::Rewriting rewriting(from, to,
                                      {from.account, {8000}, is_jobs, "http://127.0.0.1:8001"});
  const core::TableName orders("Orders");
  const core::StreamLabel old("2025-01-01T00:00:00.000");
  const core::StreamLabel fresh("2026-01-01T00:00:00.001");
  rewriting.rename_stream(orders, old, fresh);
  rewriting.rename_bucket("things-000000000000");
  CHECK(rewriting.stream_of(orders) == fresh);
  const std::string stream = "arn:aws:dynamodb:us-east-1:000000000000:table/Orders/stream/";
  const std::string copy = "arn:aws-cn:dynamodb:cn-north-1:000000000042:table/Orders/stream/";
  CHECK(rewriting(stream + old.get()) == copy + fresh.get());
  CHECK(rewriting("[\"" + stream + old.get() + "\",\"" + stream + old.get() + "/*\"]") ==
        "[\"" + copy + fresh.get() + "\",\"" + copy + fresh.get() + "/*\"]");
  // A former stream of the table, and what is none.
  CHECK(rewriting(stream + "2024-01-01T00:00:00.000") == copy + "2024-01-01T00:00:00.000");
  CHECK(rewriting(stream) == copy);
  CHECK(rewriting(stream + "2025") == copy + "2025");
  const std::string other_table = "us-east-1:000000000000:table/Others/stream/" + old.get();
  CHECK(rewriting(":" + other_table) ==
        ":cn-north-1:000000000042:table/Others/stream/" + old.get());
  const std::string other_account =
      "arn:aws:dynamodb:us-east-1:111111111111:table/Orders/stream/" + old.get();
  CHECK(rewriting(other_account) == other_account);
  CHECK(rewriting("http://h:8000/000000000000/jobs") == "http://127.0.0.1:8001/000000000042/jobs");
  CHECK(rewriting("arn:aws:s3:::things-000000000000") == "arn:aws-cn:s3:::things-000000000042");
}

TEST_CASE("a bucket is named after the account, where its name has the account") {
  const core::Scope from{core::AccountId("000000000000"), core::Region("us-east-1")};
  const core::Scope to{core::AccountId("000000000042"), core::Region("eu-west-1")};
  CHECK(server::worlds::bucket_name_in(to, "things-000000000000", from) == "things-000000000042");
  CHECK(server::worlds::bucket_name_in(to, "000000000000.000000000000", from) ==
        "000000000042.000000000042");
  CHECK(server::worlds::bucket_name_in(to, "things", from) == "things");
}

TEST_CASE("a bucket is named anew where its name is a word, or one before a dot") {
  const core::Scope from{core::AccountId("000000000000"), core::Region("us-east-1")};
  const core::Scope to{core::AccountId("000000000042"), core::Region("us-east-1")};
  server::worlds::Rewriting rewriting(from, to,
                                      {from.account, {8000}, is_jobs, "http://127.0.0.1:8001"});
  const std::string longest = std::string(51, 'b') + from.account.get();
  for (const auto& name : {std::string("a-000000000000"), std::string("a-000000000000.x"),
                           std::string("000000000000-000000000000"), longest}) {
    rewriting.rename_bucket(name);
  }
  // clang-format off
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a-000000000000", "a-000000000042"},
      {"s3://a-000000000000/k,a-000000000000", "s3://a-000000000042/k,a-000000000042"},
      {"x_a-000000000000.", "x_a-000000000042."},
      {"http://a-000000000000.s3.local", "http://a-000000000042.s3.local"},
      {"a-000000000000.x a-000000000000.y", "a-000000000042.x a-000000000042.y"},
      {"a-000000000000.xy", "a-000000000042.xy"},
      {"000000000000-000000000000", "000000000042-000000000042"},
      {"000000000000-000000000000.a-000000000000", "000000000042-000000000042.a-000000000000"},
      {longest, std::string(51, 'b') + to.account.get()},
      {"b" + longest, "b" + longest},
      {longest + "b", longest + "b"},
      {longest + longest + " a-000000000000", longest + longest + " a-000000000042"},
      {"ba-000000000000", "ba-000000000000"},
      {"a-0000000000000", "a-0000000000000"},
      {"a-000000000000-b", "a-000000000000-b"},
      {"000000000000", "000000000000"},
      {"b-000000000000", "b-000000000000"},
      {"a-111111111111", "a-111111111111"},
  };
  // clang-format on
  for (const auto& [text, renamed] : cases) {
    CAPTURE(text);
    CHECK(rewriting(text) == renamed);
  }
}

TEST_CASE("what replaces a part may be shorter or longer, and the rest stays") {
  const core::Scope from{core::AccountId("000000000000"), core::Region("us-east-1")};
  const core::Scope to{core::AccountId("000000000000"), core::Region("local")};
  const std::string first = ":us-east-1:000000000000:us-east-1:000000000000:a";
  const std::string second = ":local:000000000000:local:000000000000:a";
  CHECK(server::worlds::rewritten("x" + first + first, from, to) == "x" + second + second);
  CHECK(server::worlds::rewritten("x" + second + second, to, from) == "x" + first + first);
}

}  // namespace rewriting_test
