#include "lambda-host/functions/function.h"

#include <doctest/doctest.h>

namespace function_test {

TEST_CASE("a function's ARN has the region's partition and no version") {
  lambda_host::FunctionConfiguration f;
  f.name = core::FunctionName("f");
  f.version = "7";
  f.scope = {core::AccountId("111122223333"), core::Region("eu-west-1")};
  CHECK(unqualified_arn(f) == "arn:aws:lambda:eu-west-1:111122223333:function:f");
  f.scope.region = core::Region("cn-north-1");
  CHECK(unqualified_arn(f) == "arn:aws-cn:lambda:cn-north-1:111122223333:function:f");
}

TEST_CASE("a new function has Lambda's defaults") {
  const lambda_host::FunctionConfiguration f;
  CHECK(f.version == "$LATEST");
  CHECK(f.timeout_seconds == 3);
  CHECK(f.memory_megabytes == 128);
  CHECK(f.ephemeral_storage_megabytes == 512);
  CHECK(f.architecture == "x86_64");
  CHECK(f.tracing_mode == "PassThrough");
  CHECK(f.logging.format == lambda_host::LogFormat::text);
}

}  // namespace function_test
