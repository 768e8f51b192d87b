#include "server/lambda_api/layer_access.h"

#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

namespace layer_access_test {

using namespace tests;

TEST_CASE("a layer's name and version are looked at before anything else") {
  LambdaApi api;
  const std::string one = "400 InvalidParameterValueException: Layer Version Cannot be less than 1";
  for (const char* version : {"0", "-1", "x"}) {
    CAPTURE(version);
    const std::string path = std::string("/2018-10-31/layers/l/versions/") + version;
    CHECK(error(api.call("GET", path)) == one);
    CHECK(error(api.call("DELETE", path)) == one);
  }
  CHECK(
      error(api.call("GET", "/2018-10-31/layers/a.b/versions")) ==
      "400 ValidationException: 1 validation error detected: Value 'a.b' at 'layerName' failed to "
      "satisfy constraint: Member must satisfy regular expression pattern: "
      "(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+");
  const std::string foreign = "arn:aws:lambda:us-east-1:000000000042:layer:l";
  const std::string versions = "/2018-10-31/layers/" + foreign + "/versions";
  const std::string refused =
      "403 AccessDeniedException: User is not authorized to access resource: " + foreign;
  CHECK(error(api.call("GET", versions)) == refused);
  CHECK(error(api.call("POST", versions, R"({"Content":{"ZipFile":"eA=="}})")) == refused);
  CHECK(error(api.call("DELETE", versions + "/1")) == refused);
  CHECK(error(api.call("GET", versions + "/1/policy")) == refused);
  CHECK(error(api.call("GET", versions + "/1")) ==
        "404 ResourceNotFoundException: The resource you requested does not exist.");
  CHECK(server::lambda_api::arn_of({api.engine.scope, "l", 3}) ==
        "arn:aws:lambda:us-east-1:000000000000:layer:l:3");
}

}  // namespace layer_access_test
