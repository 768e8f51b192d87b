#include "server/worlds/rewriting.h"

#include <doctest/doctest.h>

namespace rewriting_test {

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

TEST_CASE("a bucket is named after the account, where its name has the account") {
  const core::Scope from{core::AccountId("000000000000"), core::Region("us-east-1")};
  const core::Scope to{core::AccountId("000000000042"), core::Region("eu-west-1")};
  CHECK(server::worlds::bucket_name_in(to, "things-000000000000", from) == "things-000000000042");
  CHECK(server::worlds::bucket_name_in(to, "000000000000.000000000000", from) ==
        "000000000042.000000000042");
  CHECK(server::worlds::bucket_name_in(to, "things", from) == "things");
}

TEST_CASE("a name is made another wherever it stands, and once") {
  CHECK(server::worlds::renamed("aXbXX", "X", "XY") == "aXYbXYXY");
  CHECK(server::worlds::renamed("same", "same", "same") == "same");
}

}  // namespace rewriting_test
