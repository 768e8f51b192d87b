#include "server/lambda_api/taggable_resource.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <string>

namespace taggable_resource_test {

using server::lambda_api::require_taggable;
using server::lambda_api::TaggableKind;

namespace {

const std::string kPrefix = "arn:aws:lambda:us-east-1:111122223333:";
const std::string kUuid = "01234567-89ab-cdef-ABCD-ef0123456789";

std::string error_of(const std::string& arn) {
  try {
    require_taggable(arn, "local");
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return {};
}

}  // namespace

TEST_CASE("an ARN tells what its resource is") {
  const std::pair<std::string, TaggableKind> cases[] = {
      {kPrefix + "function:f",                                    TaggableKind::function            },
      {kPrefix + "function:f:1",                                  TaggableKind::function            },
      {kPrefix + "function:f:$LATEST",                            TaggableKind::function            },
      {kPrefix + "layer:l",                                       TaggableKind::layer               },
      {kPrefix + "code-signing-config:csc-0123456789abcdefg",     TaggableKind::code_signing_config },
      {kPrefix + "event-source-mapping:" + kUuid,                 TaggableKind::event_source_mapping},
      {kPrefix + "capacity-provider:c",                           TaggableKind::capacity_provider   },
      {"arn:aws-eusc:lambda:eusc-de-east-1:111122223333:layer:l", TaggableKind::layer               },
      {"arn:aws:lambda:local:111122223333:function:f",            TaggableKind::function            },
  };
  for (const auto& [arn, kind] : cases) {
    CAPTURE(arn);
    CHECK(require_taggable(arn, "local") == kind);
  }
}

TEST_CASE("what isn't such an ARN is refused with the pattern") {
  for (const std::string& arn :
       {std::string("f"), std::string("arn:aws:something"), kPrefix + "foobar:f",
        kPrefix + "function:", kPrefix + "function:a.b", kPrefix + "function:f:$latest",
        kPrefix + "function:f:1:2", kPrefix + "layer:l:1", kPrefix + "capacity-provider:c:alias",
        kPrefix + "event-source-mapping:" + kUuid + ":alias",
        kPrefix + "event-source-mapping:" + kUuid.substr(1) + "g",
        kPrefix + "event-source-mapping:" + std::string(36, 'a'),
        kPrefix + "code-signing-config:csc-0123456789abcdef",
        kPrefix + "code-signing-config:csc-0123456789abcdefG",
        kPrefix + "code-signing-config:abc-0123456789abcdefg",
        std::string("arn:aws:lambda:us-east-1:11112222333:function:f"),
        std::string("arn:aws:lambda:elsewhere:111122223333:function:f"),
        std::string("arn:gcp:lambda:us-east-1:111122223333:function:f"),
        std::string("arn:aws:sqs:us-east-1:111122223333:function:f")}) {
    CAPTURE(arn);
    CHECK(
        error_of(arn) ==
        "ValidationException: 1 validation error detected: Value '" + arn +
            "' at 'resource' failed to satisfy constraint: Member must satisfy regular expression "
            "pattern: "
            R"(arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)"
            R"(\d{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+))"
            R"(|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-)"
            R"([0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|)"
            R"(capacity-provider:[a-zA-Z0-9-_]+))");
  }
}

}  // namespace taggable_resource_test
