#include "core/api_error.h"
#include "lambda-host/functions/policy.h"

#include <doctest/doctest.h>

namespace permission_settings_test {

namespace {

lambda_host::PermissionSettings read(const std::string& body) {
  const auto document = core::json::Document::parse(body);
  return lambda_host::read_permission(document.root().object());
}

template <class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return "";
}

// The error of a permission in which one member is this one.
std::string checked(const std::string& name, const std::string& value) {
  std::string body = "{";
  for (const auto& [other, good] : {
           std::pair("StatementId", "s"),
           {"Action",    "lambda:InvokeFunction"},
           {"Principal", "*"                    }
  }) {
    if (other != name) body += '"' + std::string(other) + R"(":")" + good + "\",";
  }
  body += '"' + name + R"(":")" + value + "\"}";
  return error_of([&] { lambda_host::check_permission(read(body)); });
}

std::string statement(const std::string& members) {
  return lambda_host::statement_json(
      read(R"({"StatementId":"s","Action":"lambda:InvokeFunction",)" + members + "}"),
      core::Region("us-east-1"), "arn:f");
}

std::string violated(const std::string& value, const std::string& member, const std::string& rule) {
  return "ValidationException: 1 validation error detected: Value '" + value + "' at '" + member +
         "' failed to satisfy constraint: Member must " + rule;
}

}  // namespace

TEST_CASE("each member keeps to the pattern of the API's model") {
  struct Case {
    const char* name;
    const char* member;
    const char* value;
    const char* pattern;
  };
  const Case cases[] = {
      {"StatementId",      "statementId",      "example.com",  "([a-zA-Z0-9-_]+)"                 },
      {"Action",           "action",           "s3:Get",       "(lambda:[*]|lambda:[a-zA-Z]+|[*])"},
      {"Action",           "action",           "lambda:",      "(lambda:[*]|lambda:[a-zA-Z]+|[*])"},
      {"Principal",        "principal",        "a b",          R"([^\s]+)"                        },
      {"SourceAccount",    "sourceAccount",    "12345678901",  R"(\d{12})"                        },
      {"EventSourceToken", "eventSourceToken", "a/b",          R"([a-zA-Z0-9._\-]+)"              },
      {"PrincipalOrgID",   "principalOrgID",   "o-123456789",  "o-[a-z0-9]{10,32}"                },
      {"PrincipalOrgID",   "principalOrgID",   "p-1234567890", "o-[a-z0-9]{10,32}"                },
  };
  for (const Case& c : cases) {
    CAPTURE(c.value);
    CHECK(checked(c.name, c.value) ==
          violated(c.value, c.member,
                   std::string("satisfy regular expression pattern: ") + c.pattern));
  }
}

TEST_CASE("what fits is taken") {
  const std::pair<const char*, const char*> cases[] = {
      {"StatementId",         "a-b_1"                             },
      {"Action",              "*"                                 },
      {"Action",              "lambda:*"                          },
      {"Principal",           "s3.amazonaws.com"                  },
      {"SourceArn",           "arn:aws:s3:::bucket"               },
      {"SourceAccount",       "123456789012"                      },
      {"EventSourceToken",    "amzn1.ask.skill.x-y_z"             },
      {"PrincipalOrgID",      "o-1234567890"                      },
      {"PrincipalOrgID",      "o-12345678901234567890123456789012"},
      {"FunctionUrlAuthType", "AWS_IAM"                           },
  };
  for (const auto& [name, value] : cases) {
    CAPTURE(value);
    CHECK(checked(name, value) == "");
  }
  CHECK(checked("StatementId", std::string(100, 's')) == "");
  CHECK(checked("EventSourceToken", std::string(256, 't')) == "");
}

TEST_CASE("lengths and choices have their limits") {
  CHECK(checked("StatementId", std::string(101, 's')) ==
        violated(std::string(101, 's'), "statementId", "have length less than or equal to 100"));
  CHECK(
      checked("EventSourceToken", std::string(257, 't')) ==
      violated(std::string(257, 't'), "eventSourceToken", "have length less than or equal to 256"));
  CHECK(checked("FunctionUrlAuthType", "SOME") ==
        violated("SOME", "functionUrlAuthType", "satisfy enum value set: [NONE, AWS_IAM]"));
  CHECK(checked("PrincipalOrgID", "o-123456789012345678901234567890123")
            .find("at 'principalOrgID' failed") != std::string::npos);
  CHECK(checked("SourceArn", "bucket").find("at 'sourceArn' failed") != std::string::npos);
}

TEST_CASE("a permission has an id, an action and a principal") {
  CHECK(error_of([] { lambda_host::check_permission({}); }) ==
        "ValidationException: 3 validation errors detected: Value null at 'statementId' failed to "
        "satisfy constraint: Member must not be null; Value null at 'action' failed to satisfy "
        "constraint: Member must not be null; Value null at 'principal' failed to satisfy "
        "constraint: Member must not be null");
}

TEST_CASE("the id of a statement to be removed may have dots") {
  CHECK(error_of([] { lambda_host::check_statement_id("a.b"); }) == "");
  CHECK(error_of([] { lambda_host::check_statement_id("a b"); }) ==
        violated("a b", "statementId", "satisfy regular expression pattern: ([a-zA-Z0-9-_.]+)"));
  CHECK(error_of([] { lambda_host::check_statement_id(std::string(101, 's')); }) ==
        violated(std::string(101, 's'), "statementId", "have length less than or equal to 100"));
}

TEST_CASE("principals are everybody, an account, an ARN or a service") {
  const std::string head = R"({"Sid":"s","Effect":"Allow","Principal":)";
  const std::string tail = R"(,"Action":"lambda:InvokeFunction","Resource":"arn:f"})";
  const std::pair<const char*, const char*> cases[] = {
      {"*",                                R"("*")"                                       },
      {"123456789012",                     R"({"AWS":"arn:aws:iam::123456789012:root"})"  },
      {"arn:aws:iam::123456789012:user/u", R"({"AWS":"arn:aws:iam::123456789012:user/u"})"},
      {"s3.amazonaws.com",                 R"({"Service":"s3.amazonaws.com"})"            },
      {"alexa-appkit.amazon.com",          R"({"Service":"alexa-appkit.amazon.com"})"     },
  };
  for (const auto& [principal, json] : cases) {
    CAPTURE(principal);
    CHECK(statement(R"("Principal":")" + std::string(principal) + "\"") == head + json + tail);
  }
  for (const char* other : {"invalid.nonaws.com", "amazonaws.com", ".amazonaws.com", "me"}) {
    CAPTURE(other);
    CHECK(error_of([&] { statement(R"("Principal":")" + std::string(other) + "\""); }) ==
          "InvalidParameterValueException: The provided principal was invalid. Please check the "
          "principal and try again.");
  }
}

TEST_CASE("conditions stand in AWS's order") {
  CHECK(statement(R"("Principal":"*","SourceArn":"arn:aws:s3:::b","SourceAccount":"123456789012",)"
                  R"("FunctionUrlAuthType":"NONE","PrincipalOrgID":"o-1234567890",)"
                  R"("EventSourceToken":"t","InvokedViaFunctionUrl":true)")
            .ends_with(R"("Condition":{"StringEquals":{"AWS:SourceAccount":"123456789012",)"
                       R"("lambda:FunctionUrlAuthType":"NONE","lambda:EventSourceToken":"t",)"
                       R"("aws:PrincipalOrgID":"o-1234567890"},)"
                       R"("Bool":{"lambda:InvokedViaFunctionUrl":"true"},)"
                       R"("ArnLike":{"AWS:SourceArn":"arn:aws:s3:::b"}}})"));
}

}  // namespace permission_settings_test
