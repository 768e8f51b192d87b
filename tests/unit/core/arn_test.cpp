#include "core/arn.h"

#include <doctest/doctest.h>

namespace arn_test {

namespace {

core::Scope scope(const char* region) {
  return {core::AccountId("000000000000"), core::Region(region)};
}

}  // namespace

TEST_CASE("a region's partition follows from its name") {
  struct Case {
    const char* region;
    const char* partition;
    const char* dns_suffix;
  };
  const Case cases[] = {
      {"us-east-1",       "aws",        "amazonaws.com"   },
      {"eu-central-1",    "aws",        "amazonaws.com"   },
      {"cn-north-1",      "aws-cn",     "amazonaws.com.cn"},
      {"cn-northwest-1",  "aws-cn",     "amazonaws.com.cn"},
      {"us-gov-west-1",   "aws-us-gov", "amazonaws.com"   },
      {"us-iso-east-1",   "aws-iso",    "c2s.ic.gov"      },
      {"us-isob-east-1",  "aws-iso-b",  "sc2s.sgov.gov"   },
      {"eu-isoe-west-1",  "aws-iso-e",  "cloud.adc-e.uk"  },
      {"us-isof-south-1", "aws-iso-f",  "csp.hci.ic.gov"  },
      {"eusc-de-east-1",  "aws-eusc",   "amazonaws.eu"    },
      {"local",           "aws",        "amazonaws.com"   },
      {"",                "aws",        "amazonaws.com"   },
      {"cn",              "aws",        "amazonaws.com"   },
  };
  for (const Case& c : cases) {
    CAPTURE(c.region);
    CHECK(core::partition_of(core::Region(c.region)) == c.partition);
    CHECK(core::dns_suffix_of(core::Region(c.region)) == c.dns_suffix);
  }
}

TEST_CASE("every ARN is made in its region's partition") {
  const core::Scope china = scope("cn-north-1");
  const core::TableName table("T");
  CHECK(core::table_arn(scope("us-east-1"), table) ==
        "arn:aws:dynamodb:us-east-1:000000000000:table/T");
  CHECK(core::table_arn(china, table) == "arn:aws-cn:dynamodb:cn-north-1:000000000000:table/T");
  CHECK(core::index_arn(china, table, core::IndexName("I")) ==
        "arn:aws-cn:dynamodb:cn-north-1:000000000000:table/T/index/I");
  CHECK(core::stream_arn(china, table, core::StreamLabel("L")).get() ==
        "arn:aws-cn:dynamodb:cn-north-1:000000000000:table/T/stream/L");
  CHECK(core::function_arn(china, core::FunctionName("f")) ==
        "arn:aws-cn:lambda:cn-north-1:000000000000:function:f");
}

TEST_CASE("an ARN is parsed into its six parts") {
  const auto arn = core::parse_arn("arn:aws:logs:us-east-1:000000000000:log-group:g:*");
  REQUIRE(arn);
  CHECK(arn->partition == "aws");
  CHECK(arn->service == "logs");
  CHECK(arn->region == "us-east-1");
  CHECK(arn->account == "000000000000");
  CHECK(arn->resource == "log-group:g:*");
  CHECK(core::parse_arn("arn:aws:s3:::bucket"));
  CHECK_FALSE(core::parse_arn("arn:aws:s3::bucket"));
  CHECK_FALSE(core::parse_arn("ARN:aws:s3:::bucket"));
}

TEST_CASE("an ARN is in a scope when partition, region and account are the scope's") {
  struct Case {
    const char* arn;
    const char* region;
    bool in;
  };
  const Case cases[] = {
      {"arn:aws:dynamodb:us-east-1:000000000000:table/T",        "us-east-1",     true },
      {"arn:aws-cn:dynamodb:us-east-1:000000000000:table/T",     "us-east-1",     false},
      {"arn:aws:dynamodb:eu-west-1:000000000000:table/T",        "us-east-1",     false},
      {"arn:aws:dynamodb:us-east-1:000000000001:table/T",        "us-east-1",     false},
      {"arn:aws-us-gov:dynamodb:us-gov-west-1:000000000000:t/T", "us-gov-west-1", true },
      {"arn:aws:dynamodb:us-gov-west-1:000000000000:table/T",    "us-gov-west-1", false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.arn);
    CHECK(core::is_in(*core::parse_arn(c.arn), scope(c.region)) == c.in);
  }
}

}  // namespace arn_test
