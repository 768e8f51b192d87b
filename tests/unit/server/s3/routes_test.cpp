#include "server/s3/routes.h"

#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

#include <set>

namespace routes_test {

using namespace server::s3;

namespace {

std::string operation(const char* method, const char* target, tests::HeaderList fields = {}) {
  const tests::FakeHeaders headers(std::move(fields));
  const core::HttpRequest request{method, target, headers, {}};
  const Route* const route = find_route(request, address_of("localhost", target));
  return route ? std::string(route->operation) : "";
}

}  // namespace

TEST_CASE("requests find their operations") {
  CHECK(operation("GET", "/") == "ListBuckets");
  CHECK(operation("GET", "/b") == "ListObjects");
  CHECK(operation("GET", "/b?list-type=2&prefix=a") == "ListObjectsV2");
  CHECK(operation("GET", "/b?list-type=1") == "ListObjects");
  CHECK(operation("GET", "/b?location") == "GetBucketLocation");
  CHECK(operation("GET", "/b?acl") == "GetBucketAcl");
  CHECK(operation("GET", "/b/k?acl") == "GetObjectAcl");
  CHECK(operation("GET", "/b/k") == "GetObject");
  CHECK(operation("GET", "/b/k?uploadId=1") == "ListParts");
  CHECK(operation("PUT", "/b") == "CreateBucket");
  CHECK(operation("PUT", "/b?versioning") == "PutBucketVersioning");
  CHECK(operation("PUT", "/b/k") == "PutObject");
  CHECK(operation("PUT", "/b/k",
                  {
                      {"x-amz-copy-source", "b/j"}
  }) == "CopyObject");
  CHECK(operation("PUT", "/b/k?partNumber=1&uploadId=2") == "UploadPart");
  CHECK(operation("POST", "/b/k?uploads") == "CreateMultipartUpload");
  CHECK(operation("POST", "/b?delete") == "DeleteObjects");
  CHECK(operation("DELETE", "/b/k") == "DeleteObject");
  CHECK(operation("POST", "/b") == "");
  CHECK(operation("PUT", "/") == "");
}

TEST_CASE("each operation has one route, and those without a mark stand last") {
  std::set<std::string_view> names;
  bool unmarked = false;
  for (const Route& route : all_routes()) {
    CAPTURE(route.operation);
    CHECK(names.insert(route.operation).second);
    const bool lacks = !route.answer && !route.start;
    if (lacks) CHECK_FALSE(route.mark.empty());
    if (unmarked) CHECK_FALSE(lacks);
    unmarked = unmarked || route.mark.empty();
  }
}

}  // namespace routes_test
