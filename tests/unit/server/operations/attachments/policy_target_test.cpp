#include "server/operations/attachments/policy_target.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace policy_target_test {

using namespace server::operations;

namespace {

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};

std::string error_of(const std::string& arn) {
  try {
    read_policy_target(arn, kScope);
    return "";
  } catch (const core::ApiError& error) {
    return error.message();
  }
}

}  // namespace

TEST_CASE("policies belong to tables and streams, which are named by their ARNs") {
  const std::string table = "arn:aws:dynamodb:us-east-1:000000000000:table/Music";
  const PolicyTarget whole = read_policy_target(table, kScope);
  CHECK(whole.table == "Music");
  CHECK(whole.subject() == PolicySubject::table);
  const PolicyTarget stream = read_policy_target(table + "/stream/2026-10-09T00:29:04.041", kScope);
  CHECK(stream.table == "Music");
  CHECK(stream.stream_label == "2026-10-09T00:29:04.041");
  CHECK(stream.subject() == PolicySubject::stream);
}

TEST_CASE("any other ARN is refused with what is wrong about it") {
  const std::string invalid = "One or more parameter values were invalid: ";
  const std::string no_resource = invalid + "Provided Arn is not a DynamoDB resource arn: ";
  struct Case {
    std::string arn;
    std::string error;
  };
  const Case cases[] = {
      {"Music",                                                            invalid + "ARNs must start with 'arn:': Music"},
      {"arn:aws:sqs:us-east-1:000000000000:table/Music",
       no_resource + "arn:aws:sqs:us-east-1:000000000000:table/Music"                                                    },
      {"arn:aws:dynamodb:us-east-1:000000000000:export/Music",
       no_resource + "arn:aws:dynamodb:us-east-1:000000000000:export/Music"                                              },
      {"arn:aws:dynamodb:us-east-1:000000000000:table/Music/backup/0170",
       no_resource + "arn:aws:dynamodb:us-east-1:000000000000:table/Music/backup/0170"                                   },
      {"arn:aws:dynamodb:us-east-1:000000000000:table/Music/index/ByYear",
       invalid +
           "Invalid resource arn provided, only table or stream is accepted. Provided resource "
           "arn: arn:aws:dynamodb:us-east-1:000000000000:table/Music/index/ByYear"                                       },
      {"arn:aws:dynamodb:us-east-1:111111111111:table/Music",
       "This action is only supported by accounts that match the resource owner’s account."                            },
      {"arn:aws:dynamodb:us-west-2:000000000000:table/Music",
       invalid + "Invalid resource Arn: arn:aws:dynamodb:us-west-2:000000000000:table/Music"                             },
      {"arn:aws-cn:dynamodb:us-east-1:000000000000:table/Music",
       invalid + "Invalid resource Arn: arn:aws-cn:dynamodb:us-east-1:000000000000:table/Music"                          },
  };
  for (const Case& c : cases) {
    CAPTURE(c.arn);
    CHECK(error_of(c.arn) == c.error);
  }
}

}  // namespace policy_target_test
