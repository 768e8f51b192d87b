#include "server/seeds/templates/assets.h"

#include "server/seeds/document.h"

#include <doctest/doctest.h>

namespace assets_test {

using namespace server::seeds;

namespace {

std::string with(const std::string& metadata, const std::string& properties) {
  const Value resource = read_document("r.yaml", "Metadata: " + metadata);
  return to_json(with_assets(read_document("p.yaml", properties), resource));
}

}  // namespace

TEST_CASE("code is where the metadata of the CDK says that it lies") {
  CHECK(with("{'aws:asset:path': asset.1, 'aws:asset:property': Code}",
             "{Code: {S3Bucket: b, S3Key: k}, Handler: h}") ==
        R"({"Code":"asset.1","Handler":"h"})");
  CHECK(with("{'aws:asset:path': asset.1}", "{Code: {S3Bucket: b}}") == R"({"Code":"asset.1"})");
  CHECK(with("{'aws:asset:path': l.zip, 'aws:asset:property': Content}",
             "{Content: {S3Bucket: b}}") == R"({"Content":"l.zip"})");
  CHECK(with("{'aws:asset:path': image, 'aws:asset:property': Code.ImageUri}",
             "{Code: {ImageUri: x}}") == R"({"Code":{"ImageUri":"x"}})");
  CHECK(with("{'aws:cdk:path': a/b}", "{Code: x}") == R"({"Code":"x"})");
  CHECK(with("{}", "{Code: x}") == R"({"Code":"x"})");
}

}  // namespace assets_test
