#include "server/sts/sts_api.h"

#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace sts_api_test {

namespace sts = server::sts;

namespace {

constexpr const char* kForm = "application/x-www-form-urlencoded; charset=utf-8";
constexpr const char* kIdentity = "Action=GetCallerIdentity&Version=2011-06-15";

std::string authorization(std::string_view key, std::string_view region) {
  return fmt::format(
      "AWS4-HMAC-SHA256 Credential={}/20261128/{}/sts/aws4_request, "
      "SignedHeaders=host, Signature=0",
      key, region);
}

tests::HeaderList signed_form(std::string_view key = "AKIDEXAMPLE",
                              std::string_view region = "us-east-1") {
  return {
      {"Content-Type",      kForm},
      {               "X-Amz-Date", "20261128T000000Z"     },
      { "Authorization",            authorization(key,                 region)}
  };
}

core::HttpResponse ask(const char* form, tests::HeaderList fields,
                       const server::Settings& settings = {}) {
  const tests::FakeHeaders headers(std::move(fields));
  return sts::answer({"POST", "/", headers, form}, settings);
}

// The answer's body without the request's id, which is another one each time.
std::string shown(const core::HttpResponse& response) {
  REQUIRE(response.headers.size() == 1);
  CHECK(response.headers.front().first == "x-amzn-RequestId");
  CHECK(response.content_type == "text/xml");
  std::string body = response.body;
  const std::string& id = response.headers.front().second;
  REQUIRE(body.find(id) != std::string::npos);
  return body.replace(body.find(id), id.size(), "ID");
}

std::string error_text(const char* code, const char* message) {
  return fmt::format(R"(<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error>
    <Type>Sender</Type>
    <Code>{}</Code>
    <Message>{}</Message>
  </Error>
  <RequestId>ID</RequestId>
</ErrorResponse>
)",
                     code, message);
}

}  // namespace

TEST_CASE("a form or a query with an Action is the query protocol") {
  const std::string largest = "Action=" + std::string((64 << 10) - 7, 'x');
  const std::string too_large = largest + "x";
  struct Case {
    const char* name;
    const char* target;
    const char* type;
    std::string body;
    bool served;
  };
  const Case cases[] = {
      {"a form",                "/",                          kForm,                               kIdentity,      true },
      {"its type in capitals",  "/",                          "Application/X-WWW-Form-Urlencoded", kIdentity,      true },
      {"the action behind",     "/",                          kForm,                               "V=1&Action=x", true },
      {"a query",               "/?Action=GetCallerIdentity", "",                                  "",             true },
      {"no action",             "/",                          kForm,                               "Version=1",    false},
      {"another kind of body",  "/",                          "application/x-amz-json-1.0",        kIdentity,      false},
      {"no type",               "/",                          "",                                  kIdentity,      false},
      {"another path",          "/2015-03-31/functions",      kForm,                               kIdentity,      false},
      {"the largest form",      "/",                          kForm,                               largest,        true },
      {"a form that's too big", "/",                          kForm,                               too_large,      false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const tests::FakeHeaders headers(tests::HeaderList{std::pair("Content-Type", c.type)});
    CHECK(sts::serves({"POST", c.target, headers, c.body}) == c.served);
  }
}

TEST_CASE("a caller learns its account, an ARN and an id") {
  const auto response = ask(kIdentity, signed_form("123456789012"));
  CHECK(response.status == 200);
  CHECK(shown(response) ==
        R"(<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::123456789012:user/rivulet</Arn>
    <UserId>AIDAKTU66AKKSDO4ES7TX</UserId>
    <Account>123456789012</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>ID</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
)");
}

TEST_CASE("a caller is in the account and the partition of its credential") {
  struct Case {
    const char* key;
    const char* region;
    bool shared;
    const char* arn;
  };
  const Case cases[] = {
      {"AKIDEXAMPLE",  "us-east-1",     false, "arn:aws:iam::000000000000:user/rivulet"       },
      {"123456789012", "cn-north-1",    false, "arn:aws-cn:iam::123456789012:user/rivulet"    },
      {"AKIDEXAMPLE",  "us-gov-west-1", false, "arn:aws-us-gov:iam::000000000000:user/rivulet"},
      {"123456789012", "cn-north-1",    true,  "arn:aws:iam::000000000000:user/rivulet"       },
  };
  for (const Case& c : cases) {
    CAPTURE(c.region);
    server::Settings settings;
    settings.shared_scope = c.shared;
    const auto response = ask(kIdentity, signed_form(c.key, c.region), settings);
    CHECK(response.body.find(fmt::format("<Arn>{}</Arn>", c.arn)) != std::string::npos);
  }
}

TEST_CASE("what STS has and we don't, and what it hasn't, is refused in its XML") {
  struct Case {
    const char* form;
    const char* message;
  };
  const Case cases[] = {
      {"Action=AssumeRole&Version=2011-06-15",        "Rivulet doesn't support AssumeRole."             },
      {"Action=GetSessionToken&Version=2011-06-15",   "Rivulet doesn't support GetSessionToken."        },
      {"Action=AssumeRole&Version=2010-05-08",
       "Could not find operation AssumeRole for version 2010-05-08"                                     },
      {"Action=ListUsers&Version=2010-05-08",
       "Could not find operation ListUsers for version 2010-05-08"                                      },
      {"Action=GetCallerIdentity",
       "Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED"                    },
      {"Action=GetCallerIdentity&Version=2011-06-16",
       "Could not find operation GetCallerIdentity for version 2011-06-16"                              },
      {"Action=&Version=2011-06-15",                  "Could not find operation  for version 2011-06-15"},
      {"Action=%3Cb%3E%26%00&Version=2011-06-15",
       "Could not find operation &lt;b&gt;&amp;? for version 2011-06-15"                                },
  };
  for (const Case& c : cases) {
    CAPTURE(c.form);
    const auto response = ask(c.form, signed_form());
    CHECK(response.status == 400);
    CHECK(shown(response) == error_text("InvalidAction", c.message));
  }
}

TEST_CASE("a caller without a signature isn't told who it is") {
  const auto unsigned_answer = ask(kIdentity, {std::pair("Content-Type", kForm)});
  CHECK(unsigned_answer.status == 403);
  CHECK(shown(unsigned_answer) ==
        error_text("MissingAuthenticationToken", "Request is missing Authentication Token"));
  auto fields = signed_form();
  fields.erase(fields.begin() + 1);  // the date
  const auto undated = ask(kIdentity, std::move(fields));
  CHECK(undated.status == 403);
  CHECK(shown(undated).find("<Code>IncompleteSignature</Code>") != std::string::npos);
}

}  // namespace sts_api_test
