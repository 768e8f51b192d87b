#include "server/operations/tables/policy_document.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace policy_document_test {

using namespace server::operations;

namespace {

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};

PolicyDocument read(const std::string& text, PolicySubject subject = PolicySubject::table) {
  return read_policy(text, subject, kScope);
}

std::string error_of(const std::string& text, PolicySubject subject = PolicySubject::table) {
  try {
    read(text, subject);
    return "";
  } catch (const core::ApiError& error) {
    return error.message();
  }
}

// A policy of one statement that allows `members` more.
std::string allowing(const std::string& members) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)" + members + "}]}";
}

const std::string kOwner = R"("Principal":{"AWS":"arn:aws:iam::000000000000:root"})";
const std::string kGet = R"("Action":"dynamodb:GetItem")";
const std::string kAll = R"("Resource":"*")";

}  // namespace

TEST_CASE("a policy is kept in AWS's canonical form") {
  struct Case {
    const char* name;
    std::string text;
    std::string canonical;
  };
  const std::string canonical = allowing(kOwner + "," + kGet + "," + kAll);
  const Case cases[] = {
      {"canonical",         canonical,                                                                                                                                                  canonical},
      {"blanks and order",
       R"({ "Statement": [ { "Resource": "*", "Action": "dynamodb:GetItem", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Effect": "Allow" } ], "Version": "2012-10-17" })",
       canonical                                                                                                                                                                                 },
      {"a statement alone",
       R"({"Version":"2012-10-17","Statement":{"Effect":"allow",)" + kOwner + "," + kGet + "," +
           kAll + "}}",
       canonical                                                                                                                                                                                 },
      {"lists of one",
       allowing(
           R"("Principal":{"AWS":["000000000000"]},"Action":["dynamodb:GetItem"],"Resource":["*"])"),
       canonical                                                                                                                                                                                 },
      {"a principal twice",
       allowing(R"("Principal":{"AWS":["000000000000","arn:aws:iam::000000000000:root"]},)" + kGet +
                "," + kAll),
       canonical                                                                                                                                                                                 },
      {"longer lists",
       allowing(kOwner + R"(,"Action":["dynamodb:Query","dynamodb:GetItem","dynamodb:GetItem"],)" +
                kAll),
       allowing(kOwner + R"(,"Action":["dynamodb:Query","dynamodb:GetItem","dynamodb:GetItem"],)" +
                kAll)                                                                                                                                                                            },
      {"a condition",
       allowing(
           R"("Condition":{"StringEquals":{"aws:PrincipalAccount":["000000000000"]}},"Sid":"x","Principal":"*",)" +
           kGet + "," + kAll),
       R"({"Version":"2012-10-17","Statement":[{"Sid":"x","Effect":"Allow","Principal":"*",)" +
           kGet + "," + kAll +
           R"(,"Condition":{"StringEquals":{"aws:PrincipalAccount":"000000000000"}}}]})"                                                                                                         },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(read(c.text).canonical == c.canonical);
  }
}

TEST_CASE("a policy without a version shows the oldest one, and is kept without") {
  const std::string statement = "[{\"Effect\":\"Allow\"," + kOwner + "," + kGet + "," + kAll + "}]";
  const std::string text = R"({"Statement":)" + statement + "}";
  CHECK(read(text).canonical == text);
  CHECK(shown_policy(text) == R"({"Version":"2008-10-17","Statement":)" + statement + "}");
  CHECK(shown_policy(allowing(kAll)) == allowing(kAll));
}

TEST_CASE("what is wrong with a policy is told as AWS tells it") {
  const std::string invalid = "One or more parameter values were invalid: ";
  const std::string document = invalid + "Invalid policy document: ";
  const std::string unbounded =
      "Resource-based policy grants unbounded access in one or more elements. Please revise the "
      "policy to ensure least-privilege form of access";
  const std::string sid =
      R"({"Sid":"a","Effect":"Allow",)" + kOwner + "," + kGet + "," + kAll + "}";
  struct Case {
    std::string text;
    std::string error;
  };
  const Case cases[] = {
      {"",                                                                                               document + "This policy contains invalid Json"              },
      {"{not json",                                                                                      document + "This policy contains invalid Json"              },
      {"[]",                                                                                             document + "This policy contains invalid Json"              },
      {"{}",                                                                                             document + "Missing required field Statement"               },
      {R"({"Statement":[]})",                                                                            document + "Could not parse the policy: Statement is empty!"},
      {R"({"Statement":[1]})",                                                                           document + "This policy contains invalid Json"              },
      {R"({"Statement":[{}]})",                                                                          document + "Missing required field Effect"                  },
      {R"({"Statement":[{"Effect":"Perhaps"}]})",                                                        document + "Invalid effect: Perhaps"                        },
      {allowing(kGet + "," + kAll),                                                                      document + "Missing required field Principal"               },
      {allowing(kOwner + "," + kAll),                                                                    document + "Missing required field Action"                  },
      {allowing(kOwner + "," + kGet),                                                                    document + "Missing required field Resource"                },
      {allowing(R"("Principal":"000000000000",)" + kGet + "," + kAll),
       document + "Syntax error at position (1,68)"                                                                                                                  },
      {allowing(R"("Principal":{"AWS":"somebody"},)" + kGet + "," + kAll),
       invalid + "Invalid principal in policy document."                                                                                                             },
      {allowing(R"("Principal":"*",)" + kGet + "," + kAll),                                              unbounded                                                   },
      {allowing(R"("Principal":{"AWS":"*"},)" + kGet + "," + kAll),                                      unbounded                                                   },
      {R"({"Statement":[)" + sid + "," + sid + "]}",
       document + "The Statement Ids in the policy are not unique"                                                                                                   },
      {allowing(kOwner + R"(,"Action":["dynamodb:DescribeStream","dynamodb:GetRecords"],)" + kAll),
       document + "The following action names are invalid: \"dynamodb:GetRecords\", "
                  "\"dynamodb:DescribeStream\""                                                                                                                      },
      {allowing(kOwner + "," + kGet +
                R"(,"Resource":"arn:aws:dynamodb:us-east-1:000000000000:table/Music/stream/x")"),
       document + "The relative-id \"table/Music/stream/x\" is invalid for ARN "
                  "\"arn:aws:dynamodb:us-east-1:000000000000:table/Music/stream/x\""                                                                                 },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(error_of(c.text) == c.error);
  }
  CHECK(error_of(allowing(kOwner + R"(,"Action":"dynamodb:GetRecords",)" +
                          R"("Resource":"arn:aws:dynamodb:us-east-1:000000000000:table/Music")"),
                 PolicySubject::stream) ==
        document +
            "The relative-id \"table/Music\" is invalid for ARN "
            "\"arn:aws:dynamodb:us-east-1:000000000000:table/Music\"");
}

TEST_CASE("a policy has 20 KB at most, with its blanks") {
  const std::string text = allowing(kOwner + "," + kGet + "," + kAll);
  CHECK(error_of(text + std::string(20480 - text.size(), ' ')) == "");
  CHECK(error_of(text + std::string(20481 - text.size(), ' ')) ==
        "One or more parameter values were invalid: Maximum policy size of 20480 bytes exceeded");
}

TEST_CASE("a policy locks out that denies everybody its change") {
  const auto denying = [](const std::string& members) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny",)" + members + "," + kAll +
           "}]}";
  };
  CHECK(read(denying(R"("Principal":"*","Action":"dynamodb:Put*")")).locks_out);
  CHECK(read(denying(R"("Principal":{"AWS":"*"},"Action":["dynamodb:Scan","*"])")).locks_out);
  CHECK(!read(denying(R"("Principal":"*","Action":"dynamodb:DeleteResourcePolicy")")).locks_out);
  CHECK(!read(denying(kOwner + R"(,"Action":"dynamodb:*")")).locks_out);
  CHECK(!read(allowing(kOwner + R"(,"Action":"dynamodb:*",)" + kAll)).locks_out);
}

}  // namespace policy_document_test
