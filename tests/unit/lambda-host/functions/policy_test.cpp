#include "lambda-host/functions/policy.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace policy_test {

namespace {

using lambda_host::Policy;

template <class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("a statement is about everybody, or about those that its principal names") {
  const core::AccountId account("000000000042");
  const auto names = [&](const std::string& json) {
    return lambda_host::names_account({"a", json}, account);
  };
  CHECK(names(R"({"Principal":"*"})"));
  CHECK(names(R"({"Principal":{"AWS":"arn:aws:iam::000000000042:root"}})"));
  CHECK(names(R"({"Principal":{"AWS":"arn:aws-cn:iam::000000000042:role/r"}})"));
  CHECK_FALSE(names(R"({"Principal":{"AWS":"arn:aws:iam::000000000041:root"}})"));
  CHECK_FALSE(names(R"({"Principal":{"Service":"s3.amazonaws.com"}})"));
  CHECK_FALSE(names(R"({"Sid":"a"})"));
}

TEST_CASE("statements are added in order, each under an id of its own, and removed") {
  Policy policy;
  lambda_host::add_statement(policy, {"a", R"({"Sid":"a"})"});
  lambda_host::add_statement(policy, {"b", R"({"Sid":"b"})"});
  CHECK(policy_document(policy) ==
        R"({"Version":"2012-10-17","Id":"default","Statement":[{"Sid":"a"},{"Sid":"b"}]})");
  CHECK(error_of([&] {
          lambda_host::add_statement(policy, {"a", "{}"});
        }) ==
        "ResourceConflictException: The statement id (a) provided already exists. Please provide a "
        "new statement id, or remove the existing statement.");
  CHECK(error_of([&] { lambda_host::remove_statement(policy, "c"); }) ==
        "ResourceNotFoundException: Statement c is not found in resource policy.");
  lambda_host::remove_statement(policy, "a");
  REQUIRE(policy.statements.size() == 1);
  CHECK(policy.statements[0].id == "b");
}

TEST_CASE("a policy has 20 KB at most") {
  const std::size_t frame = policy_document(Policy{}).size();
  Policy full;
  lambda_host::add_statement(full, {"a", std::string(20480 - frame, '1')});
  CHECK(policy_document(full).size() == 20480);
  Policy over;
  CHECK(error_of([&] {
          lambda_host::add_statement(over, {"a", std::string(20481 - frame, '1')});
        }) ==
        "PolicyLengthExceededException: The final policy size (20481) is bigger than the limit "
        "(20480).");
}

TEST_CASE("a stored policy is read back, and no other text is") {
  Policy policy;
  policy.revision_id = "r";
  policy.statements = {
      {"a", R"({"Sid":"a"})"}
  };
  const Policy again = lambda_host::read_stored_policy(write_stored_policy(policy));
  CHECK(again.revision_id == "r");
  CHECK(policy_document(again) == policy_document(policy));
  CHECK(again.statements[0].id == "a");
  for (const char* text :
       {"[]", "{}", R"({"revision_id":"r"})", R"({"revision_id":"r","statements":[{"id":"a"}]})"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(lambda_host::read_stored_policy(text), std::runtime_error);
  }
}

}  // namespace policy_test
