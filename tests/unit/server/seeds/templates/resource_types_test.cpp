#include "server/seeds/templates/resource_types.h"

#include <doctest/doctest.h>

namespace resource_types_test {

using namespace server::seeds;

TEST_CASE("a type has a conversion, isn't needed, or isn't known") {
  CHECK((find_conversion("AWS::DynamoDB::GlobalTable") == convert_global_table));
  CHECK((find_conversion("AWS::Serverless::LayerVersion") == convert_layer));
  CHECK((find_conversion("AWS::Serverless::Api") == nullptr));
  CHECK((find_conversion("") == nullptr));
  CHECK(is_needless("AWS::IAM::Role"));
  CHECK(is_needless("AWS::CDK::Metadata"));
  CHECK_FALSE(is_needless("AWS::Serverless::Api"));
  CHECK_FALSE(is_needless("AWS::DynamoDB::Table"));
}

}  // namespace resource_types_test
