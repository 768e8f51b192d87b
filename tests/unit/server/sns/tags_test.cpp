#include "tests/unit/server/sns/sns_fixture.h"

#include <doctest/doctest.h>

namespace tags_test {

namespace {

struct Fixture : SnsFixture {
  Fixture() { make_topic(); }
  std::string tag(int first, int last) {
    Parameters parameters = {
        {"ResourceArn", kTopic}
    };
    for (int i = first; i <= last; ++i) {
      const std::string entry = "Tags.member." + std::to_string(i - first + 1);
      parameters[entry + ".Key"] = "k" + std::to_string(i);
      parameters[entry + ".Value"] = "v" + std::to_string(i);
    }
    return error("TagResource", parameters);
  }
  std::string tags() {
    return result("ListTagsForResource", {
                                             {"ResourceArn", kTopic}
    });
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "tags are added, replaced, listed and taken away") {
  CHECK(tag(1, 2) == "");
  CHECK(result("TagResource",
               {
                   {"ResourceArn",         kTopic},
                   {"Tags.member.1.Key",   "k1"  },
                   {"Tags.member.1.Value", "new" }
  }) == "<TagResourceResult></TagResourceResult>");
  CHECK(tags() ==
        "<ListTagsForResourceResult><Tags><member><Key>k1</Key><Value>new</Value></member>"
        "<member><Key>k2</Key><Value>v2</Value></member></Tags></ListTagsForResourceResult>");
  CHECK(error("UntagResource", {
                                   {"ResourceArn",      kTopic},
                                   {"TagKeys.member.1", "k1"  },
                                   {"TagKeys.member.2", "none"}
  }) == "");
  CHECK(tags() ==
        "<ListTagsForResourceResult><Tags><member><Key>k2</Key><Value>v2</Value></member></Tags>"
        "</ListTagsForResourceResult>");
}

TEST_CASE_FIXTURE(Fixture, "fifty tags are the most") {
  CHECK(tag(1, 50) == "");
  CHECK(tag(50, 50) == "");
  CHECK(tag(51, 51) ==
        "400 TagLimitExceeded: Could not complete request: tag quota of per resource exceeded");
}

TEST_CASE_FIXTURE(Fixture, "a tag's key has up to 128 characters, its value up to 256") {
  const auto tag = [&](std::size_t key, std::size_t value) {
    return error("TagResource", {
                                    {"ResourceArn",      kTopic},
                                    { "Tags.member.1.Key",   std::string(key,   'k')},
                                    { "Tags.member.1.Value", std::string(value,   'v')}
    });
  };
  const std::string refused =
      "400 InvalidParameter: Invalid parameter: Tags Reason: A tag has a key of up to 128 and a "
      "value of up to 256 characters";
  CHECK(tag(128, 256) == "");
  CHECK(tag(129, 256) == refused);
  CHECK(tag(128, 257) == refused);
}

TEST_CASE_FIXTURE(Fixture, "there is nothing to tag but a topic") {
  for (const char* action : {"TagResource", "UntagResource", "ListTagsForResource"}) {
    CHECK(error(action,
                {
                    {"ResourceArn", "arn:aws:sns:us-east-1:000000000000:u"}
    }) ==
          "404 ResourceNotFound: Resource does not exist");
    CHECK(error(action,
                {
                    {"ResourceArn", "t"}
    }) ==
          "400 InvalidParameter: Invalid parameter: ResourceArn Reason: An ARN must have at least "
          "6 elements, not 1");
  }
}

}  // namespace tags_test
