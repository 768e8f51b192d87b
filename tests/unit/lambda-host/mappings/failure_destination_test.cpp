#include "lambda-host/mappings/failure_destination.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

using lambda_host::destination_kind;
using lambda_host::DestinationKind;

TEST_CASE("a destination is a standard queue or topic, or a bucket") {
  CHECK(destination_kind("arn:aws:sqs:us-east-1:000000000000:q") == DestinationKind::queue);
  CHECK(destination_kind("arn:aws-cn:sns:cn-north-1:000000000000:t") == DestinationKind::topic);
  CHECK(destination_kind("arn:aws:s3:::b") == DestinationKind::bucket);
  CHECK(destination_kind("arn:aws:s3:::b.fifo") == DestinationKind::bucket);
  for (const char* other : {"", "kafka://t", "arn:aws:sqs:us-east-1:000000000000:q.fifo",
                            "arn:aws:sns:us-east-1:000000000000:t.fifo",
                            "arn:aws:events:us-east-1:000000000000:event-bus/default"}) {
    CAPTURE(other);
    CHECK_FALSE(destination_kind(other));
  }
}

TEST_CASE("one that isn't there is refused by its ARN") {
  CHECK_THROWS_WITH_AS(lambda_host::throw_no_destination("arn:aws:s3:::b"),
                       "The destination ARN arn:aws:s3:::b is invalid.", core::ApiError);
}
