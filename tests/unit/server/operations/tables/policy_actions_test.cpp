#include "server/operations/tables/policy_actions.h"

#include <doctest/doctest.h>

namespace policy_actions_test {

using namespace server::operations;

TEST_CASE("tables and streams have actions of their own") {
  CHECK(is_policy_action("dynamodb:GetItem", PolicySubject::table));
  CHECK(is_policy_action("dynamodb:getitem", PolicySubject::table));
  CHECK(is_policy_action("dynamodb:*", PolicySubject::table));
  CHECK(is_policy_action("dynamodb:Get*", PolicySubject::table));
  CHECK(!is_policy_action("dynamodb:GetRecords", PolicySubject::table));
  CHECK(!is_policy_action("dynamodb:GetItems", PolicySubject::table));
  CHECK(!is_policy_action("s3:GetObject", PolicySubject::table));
  CHECK(is_policy_action("dynamodb:GetRecords", PolicySubject::stream));
  CHECK(!is_policy_action("dynamodb:GetItem", PolicySubject::stream));
  CHECK(!is_policy_action("dynamodb:ListStreams", PolicySubject::stream));
}

TEST_CASE("an action covers what its stars stand for") {
  CHECK(covers_action("dynamodb:Put*", "PutResourcePolicy"));
  CHECK(covers_action("dynamodb:PutResourcePolicy", "PutResourcePolicy"));
  CHECK(!covers_action("dynamodb:Delete*", "PutResourcePolicy"));
}

}  // namespace policy_actions_test
