#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

namespace contributor_insights_test {

using namespace tests;

namespace {

std::string with(const std::string& members) {
  return R"({"TableName":"Music",)" + members + "}";
}

constexpr const char* kEnable = R"("ContributorInsightsAction":"ENABLE")";
constexpr const char* kDisable = R"("ContributorInsightsAction":"DISABLE")";
constexpr const char* kByYear = R"("IndexName":"ByYear")";

void create_indexed(Engine& engine) {
  engine.answer(
      "CreateTable",
      R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},)"
      R"({"AttributeName":"year","AttributeType":"N"}],"KeySchema":[{"AttributeName":"id",)"
      R"("KeyType":"HASH"},{"AttributeName":"year","KeyType":"RANGE"}],"BillingMode":)"
      R"("PAY_PER_REQUEST","GlobalSecondaryIndexes":[{"IndexName":"ByYear","KeySchema":)"
      R"([{"AttributeName":"year","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}],)"
      R"("LocalSecondaryIndexes":[{"IndexName":"Local","KeySchema":[{"AttributeName":"id",)"
      R"("KeyType":"HASH"},{"AttributeName":"year","KeyType":"RANGE"}],)"
      R"("Projection":{"ProjectionType":"ALL"}}]})");
}

std::string answer_of(const std::string& status, const std::string& mode) {
  return R"({"TableName":"Music","ContributorInsightsStatus":")" + status +
         R"(","ContributorInsightsMode":")" + mode + R"("})";
}

}  // namespace

TEST_CASE("insights are enabled with rules' names, and disabled without them") {
  Engine engine;
  create_music(engine);
  CHECK(engine.answer("DescribeContributorInsights", kMusic) ==
        R"({"TableName":"Music","ContributorInsightsStatus":"DISABLED"})");
  CHECK(engine.answer("UpdateContributorInsights", with(kDisable)) ==
        R"({"TableName":"Music","ContributorInsightsStatus":"DISABLED"})");
  CHECK(engine.answer("UpdateContributorInsights", with(kEnable)) ==
        answer_of("ENABLING", "ACCESSED_AND_THROTTLED_KEYS"));
  CHECK(engine.answer("DescribeContributorInsights", kMusic) ==
        R"({"TableName":"Music","ContributorInsightsRuleList":[)"
        R"("DynamoDBContributorInsights-PKC-Music-1734480000000",)"
        R"("DynamoDBContributorInsights-PKT-Music-1734480000000"],)"
        R"("ContributorInsightsStatus":"ENABLED","LastUpdateDateTime":1734480000.000,)"
        R"("ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"})");
  engine.clock.advance(std::chrono::seconds(3));
  CHECK(engine.answer("UpdateContributorInsights", with(kDisable)) ==
        answer_of("DISABLING", "ACCESSED_AND_THROTTLED_KEYS"));
  CHECK(engine.answer("DescribeContributorInsights", kMusic) ==
        R"({"TableName":"Music","ContributorInsightsStatus":"DISABLED",)"
        R"("LastUpdateDateTime":1734480003.000,)"
        R"("ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"})");
}

TEST_CASE("a change of the mode is an ENABLE that keeps the rules' names") {
  Engine engine;
  create_music(engine);
  const std::string throttled =
      with(std::string(kEnable) + R"(,"ContributorInsightsMode":"THROTTLED_KEYS")");
  engine.answer("UpdateContributorInsights", with(kEnable));
  engine.clock.advance(std::chrono::seconds(5));
  CHECK(engine.answer("UpdateContributorInsights", throttled) ==
        answer_of("ENABLING", "THROTTLED_KEYS"));
  CHECK(engine.answer("UpdateContributorInsights", throttled) ==
        answer_of("ENABLED", "THROTTLED_KEYS"));
  CHECK(engine.answer("DescribeContributorInsights", kMusic)
            .find(R"([)"
                  R"("DynamoDBContributorInsights-PKT-Music-1734480000000"])") !=
        std::string::npos);
  CHECK(engine.answer("UpdateContributorInsights", with(kEnable)) ==
        answer_of("ENABLING", "ACCESSED_AND_THROTTLED_KEYS"));
  engine.answer("UpdateContributorInsights", with(kDisable));
  engine.answer("UpdateContributorInsights", with(kEnable));
  CHECK(engine.answer("DescribeContributorInsights", kMusic).find("PKC-Music-1734480005000") !=
        std::string::npos);
}

TEST_CASE("global indexes have insights of their own, local ones none") {
  Engine engine;
  create_indexed(engine);
  const std::string index = with(std::string(kByYear) + "," + kEnable);
  CHECK(engine.answer("UpdateContributorInsights", index) ==
        R"({"TableName":"Music","IndexName":"ByYear","ContributorInsightsStatus":"ENABLING",)"
        R"("ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"})");
  CHECK(engine.answer("DescribeContributorInsights", with(kByYear))
            .find(R"(["DynamoDBContributorInsights-PKC-Music-ByYear-1734480000000",)"
                  R"("DynamoDBContributorInsights-PKT-Music-ByYear-1734480000000"])") !=
        std::string::npos);
  engine.answer("UpdateContributorInsights", with(kEnable));
  CHECK(engine.answer("DescribeContributorInsights", kMusic)
            .find(R"(["DynamoDBContributorInsights-PKC-Music-1734480000000",)"
                  R"("DynamoDBContributorInsights-SKC-Music-1734480000000",)"
                  R"("DynamoDBContributorInsights-PKT-Music-1734480000000",)"
                  R"("DynamoDBContributorInsights-SKT-Music-1734480000000"])") !=
        std::string::npos);
  for (const std::string name : {"Local", "Ghost"}) {
    CHECK(engine.error("DescribeContributorInsights", with(R"("IndexName":")" + name + "\"")) ==
          "ResourceNotFoundException: Requested resource not found: Index: " + name +
              " not found for table: Music");
  }
}

TEST_CASE("an index that goes takes its insights along") {
  Engine engine;
  create_indexed(engine);
  engine.answer("UpdateContributorInsights", with(std::string(kByYear) + "," + kEnable));
  engine.answer("UpdateTable", with(R"("GlobalSecondaryIndexUpdates":[{"Delete":{)" +
                                    std::string(kByYear) + "}}]"));
  CHECK(engine.answer("ListContributorInsights", "{}") == R"({"ContributorInsightsSummaries":[]})");
}

TEST_CASE("lists leave out what is disabled, and go on behind their token") {
  Engine engine;
  create_indexed(engine);
  CHECK(engine.answer("ListContributorInsights", kMusic) ==
        R"({"ContributorInsightsSummaries":[]})");
  engine.answer("UpdateContributorInsights", with(kEnable));
  engine.answer("UpdateContributorInsights", with(std::string(kByYear) + "," + kEnable));
  const std::string first = engine.answer("ListContributorInsights", R"({"MaxResults":1})");
  CHECK(first ==
        R"({"ContributorInsightsSummaries":[{"TableName":"Music",)"
        R"("ContributorInsightsStatus":"ENABLED",)"
        R"("ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"}],"NextToken":"Music/"})");
  const std::string rest =
      R"({"ContributorInsightsSummaries":[{"TableName":"Music","IndexName":"ByYear",)"
      R"("ContributorInsightsStatus":"ENABLED",)"
      R"("ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"}]})";
  CHECK(engine.answer("ListContributorInsights", R"({"MaxResults":1,"NextToken":"Music/"})") ==
        rest);
  engine.answer("UpdateContributorInsights", with(kDisable));
  CHECK(engine.answer("ListContributorInsights", kMusic) == rest);
  CHECK(engine.error("ListContributorInsights", R"({"TableName":"None"})") ==
        "ResourceNotFoundException: Requested resource not found: Table: None not found");
}

TEST_CASE("transitions of insights last when they are told to, and want an active table") {
  Engine engine;
  engine.services.settings.delay_transient_statuses = true;
  create_music(engine);
  CHECK(engine.error("UpdateContributorInsights", with(kEnable)) ==
        "ValidationException: Table or Index is not in a valid state to update Key Access "
        "Insights: TableStatus must be ACTIVE to enable ContributorInsights.");
  engine.clock.advance(std::chrono::seconds(2));
  engine.answer("UpdateContributorInsights", with(kEnable));
  engine.clock.advance(std::chrono::milliseconds(1999));
  const auto has = [&](const char* status) {
    return engine.answer("DescribeContributorInsights", kMusic).find(status) != std::string::npos;
  };
  CHECK(has("ENABLING"));
  engine.clock.advance(std::chrono::milliseconds(1));
  CHECK(has("ENABLED"));
  engine.answer("UpdateContributorInsights", with(kDisable));
  CHECK(has("DISABLING"));
  CHECK(engine.answer("ListContributorInsights", kMusic).find("DISABLING") != std::string::npos);
  engine.clock.set(engine.clock.now() - std::chrono::hours(1));
  CHECK(has("DISABLED"));
}

}  // namespace contributor_insights_test
