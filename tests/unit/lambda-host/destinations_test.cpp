#include "lambda-host/destinations.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace destinations_test {

using lambda_host::destination_kind;
using lambda_host::DestinationKind;

TEST_CASE("a destination is a standard queue or topic, a bucket or a function") {
  CHECK(destination_kind("arn:aws:sqs:us-east-1:000000000000:q") == DestinationKind::queue);
  CHECK(destination_kind("arn:aws-cn:sns:cn-north-1:000000000000:t") == DestinationKind::topic);
  CHECK(destination_kind("arn:aws:s3:::b") == DestinationKind::bucket);
  CHECK(destination_kind("arn:aws:s3:::b.fifo") == DestinationKind::bucket);
  CHECK(destination_kind("arn:aws:lambda:us-east-1:000000000000:function:f") ==
        DestinationKind::function);
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

TEST_CASE("one of a wrong kind is refused with both sides of the configuration") {
  CHECK_THROWS_WITH_AS(lambda_host::throw_wrong_destination({"arn:a", ""}),
                       "The provided destination config DestinationConfig(onSuccess=OnSuccess("
                       "destination=arn:a), onFailure=null) is invalid.",
                       core::ApiError);
  CHECK_THROWS_WITH_AS(lambda_host::throw_wrong_destination({"", "arn:b"}),
                       "The provided destination config DestinationConfig(onSuccess=null, "
                       "onFailure=OnFailure(destination=arn:b)) is invalid.",
                       core::ApiError);
}

TEST_CASE("a destination's text is an ARN, or names a topic of Kafka, or is empty") {
  struct Case {
    std::string text;
    bool good;
  };
  const Case cases[] = {
      {"",                                          true      },
      {"kafka://orders",                            true      },
      {"arn:aws:s3:::b",                            true      },
      {"arn:aws:" + std::string(341,                's') + ":", false},
      {"arn:aws:sqs:us-east-1:1:" + std::string(326,                                           'q'),          true},
      {"arn:aws:sqs:us-east-1:1:" + std::string(327,                                       'q'),                                        false},
      {"arn:aws:_-/!lambda:us-east-1:1:function:f", false},
      {"arn:aws::us-east-1:1:function:f", false     },
      {"orders",           false               },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    lambda_host::Constraints constraints;
    lambda_host::check_destination_text(c.text, "m", constraints);
    if (c.good) {
      CHECK_NOTHROW(constraints.require_none());
    } else {
      CHECK_THROWS_AS(constraints.require_none(), core::ApiError);
    }
  }
}

TEST_CASE("queues and functions are told by one write, topics and buckets aren't") {
  using lambda_host::DestinationKind;
  CHECK(lambda_host::is_told_by_one_write(DestinationKind::queue));
  CHECK(lambda_host::is_told_by_one_write(DestinationKind::function));
  CHECK_FALSE(lambda_host::is_told_by_one_write(DestinationKind::topic));
  CHECK_FALSE(lambda_host::is_told_by_one_write(DestinationKind::bucket));
}

}  // namespace destinations_test
