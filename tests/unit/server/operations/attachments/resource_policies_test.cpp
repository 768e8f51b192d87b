#include "core/json/writer.h"
#include "tests/unit/server/operations/tables/music_table.h"

#include <doctest/doctest.h>

#include <utility>

namespace resource_policies_test {

using namespace tests;

namespace {

constexpr const char* kNoPolicy =
    "PolicyNotFoundException: Resource-based policy not found for the provided ResourceArn: ";

std::string policy(const std::string& action) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":)"
         R"("arn:aws:iam::000000000000:root"},"Action":")" +
         action + R"(","Resource":"*"}]})";
}

std::string body(const std::string& arn, const std::string& document = "",
                 const std::string& revision = "") {
  core::json::Writer writer;
  writer.begin_object().member("ResourceArn", arn);
  if (!document.empty()) writer.member("Policy", document);
  if (!revision.empty()) writer.member("ExpectedRevisionId", revision);
  return writer.end_object().take();
}

std::string put(Engine& engine, const std::string& action, const std::string& revision = "") {
  return engine.answer("PutResourcePolicy", body(kMusicArn, policy(action), revision));
}

std::string revision_of(const std::string& answer) {
  const auto begin = answer.find(R"("RevisionId":")") + 14;
  return answer.substr(begin, answer.find('"', begin) - begin);
}

std::string shown(const std::string& document, const std::string& revision) {
  core::json::Writer writer;
  writer.begin_object().member("Policy", document).member("RevisionId", revision);
  return writer.end_object().take();
}

}  // namespace

TEST_CASE("a policy is put, shown and deleted; its revision is the time of its change") {
  Engine engine;
  create_music(engine);
  CHECK(engine.error("GetResourcePolicy", body(kMusicArn)) == std::string(kNoPolicy) + kMusicArn);
  CHECK(engine.answer("DeleteResourcePolicy", body(kMusicArn)) == "{}");
  CHECK(put(engine, "dynamodb:GetItem") == R"({"RevisionId":"1734480000000"})");
  CHECK(engine.answer("GetResourcePolicy", body(kMusicArn)) ==
        shown(policy("dynamodb:GetItem"), "1734480000000"));
  CHECK(engine.answer("DeleteResourcePolicy", body(kMusicArn)) ==
        R"({"RevisionId":"1734480000000"})");
  CHECK(engine.error("GetResourcePolicy", body(kMusicArn)) == std::string(kNoPolicy) + kMusicArn);
}

TEST_CASE("the same policy again is no change, another one has a later revision") {
  Engine engine;
  create_music(engine);
  put(engine, "dynamodb:GetItem");
  engine.clock.advance(std::chrono::seconds(1));
  CHECK(put(engine, "dynamodb:GetItem") == R"({"RevisionId":"1734480000000"})");
  CHECK(put(engine, "dynamodb:PutItem") == R"({"RevisionId":"1734480001000"})");
  CHECK(put(engine, "dynamodb:Query") == R"({"RevisionId":"1734480001001"})");
}

TEST_CASE("a change may expect a revision, or none") {
  Engine engine;
  create_music(engine);
  const auto put_error = [&](const std::string& revision) {
    return engine.error("PutResourcePolicy", body(kMusicArn, policy("dynamodb:Scan"), revision));
  };
  CHECK(put_error("17") ==
        std::string(kNoPolicy) +
            "Requested update for policy with revision id 17, but table Music has no associated "
            "policy.");
  CHECK(engine.error("DeleteResourcePolicy", body(kMusicArn, "", "17")) == put_error("17"));
  const std::string first = revision_of(put(engine, "dynamodb:GetItem", "NO_POLICY"));
  CHECK(put_error("NO_POLICY") ==
        std::string(kNoPolicy) +
            "Requested policy update expecting none to be present for table Music, but a policy "
            "exists with revision id " +
            first + ".");
  const std::string second = revision_of(put(engine, "dynamodb:PutItem", first));
  const std::string stale =
      std::string(kNoPolicy) + "Requested update for policy with revision id " + first +
      ", but the policy associated to target table Music has revision id " + second + ".";
  CHECK(put_error(first) == stale);
  CHECK(engine.error("DeleteResourcePolicy", body(kMusicArn, "", first)) == stale);
  CHECK(engine.answer("DeleteResourcePolicy", body(kMusicArn, "", second)) ==
        R"({"RevisionId":")" + second + R"("})");
}

TEST_CASE("a stream has a policy of its own") {
  Engine engine;
  create_music(engine,
               R"(,"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"})");
  const std::string stream = std::string(kMusicArn) + "/stream/2024-12-18T00:00:00.000";
  const std::string document = policy("dynamodb:GetRecords");
  const std::string revision =
      revision_of(engine.answer("PutResourcePolicy", body(stream, document)));
  CHECK(engine.error("GetResourcePolicy", body(kMusicArn)) == std::string(kNoPolicy) + kMusicArn);
  CHECK(engine.answer("GetResourcePolicy", body(stream)) == shown(document, revision));
  const std::string missing = std::string(kMusicArn) + "/stream/2000-01-01T00:00:00.000";
  CHECK(engine.error("GetResourcePolicy", body(missing)) ==
        "ResourceNotFoundException: Requested resource not found: Stream: 2000-01-01T00:00:00.000 "
        "not found for Table: Music");
  engine.answer("DeleteTable", kMusic);
  CHECK(engine.error("GetResourcePolicy", body(stream)) == std::string(kNoPolicy) + stream);
}

TEST_CASE("policies of a table that isn't there, or is going") {
  constexpr const char* kMissing =
      "ResourceNotFoundException: Requested resource not found: Table: Music not found";
  Engine engine;
  engine.services.settings.delay_transient_statuses = true;
  const std::string document = policy("dynamodb:GetItem");
  CHECK(engine.error("PutResourcePolicy", body(kMusicArn, document)) == kMissing);
  CHECK(engine.error("GetResourcePolicy", body(kMusicArn)) == kMissing);
  CHECK(engine.error("DeleteResourcePolicy", body(kMusicArn)) == kMissing);
  create_music(engine);
  engine.clock.advance(std::chrono::seconds(2));
  engine.answer("DeleteTable", kMusic);
  constexpr const char* kGoing =
      "ResourceInUseException: Attempt to change a resource which is still in use: Table is being "
      "deleted: Music";
  CHECK(engine.error("PutResourcePolicy", body(kMusicArn, document)) == kGoing);
  CHECK(engine.error("DeleteResourcePolicy", body(kMusicArn)) == kGoing);
}

TEST_CASE("a policy that nobody could change again wants to be confirmed") {
  Engine engine;
  create_music(engine);
  core::json::Writer writer;
  writer.begin_object().member("ResourceArn", kMusicArn);
  writer.member("Policy",
                R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",)"
                R"("Action":"dynamodb:PutResourcePolicy","Resource":"*"}]})");
  const std::string members = writer.end_object().take();
  const auto confirmed = [&](const std::string& value) {
    return members.substr(0, members.size() - 1) + R"(,"ConfirmRemoveSelfResourceAccess":)" +
           value + "}";
  };
  constexpr const char* kLockedOut =
      "AccessDeniedException: The new resource policy will not allow you to update the resource "
      "policy in the future.";
  CHECK(engine.error("PutResourcePolicy", members) == kLockedOut);
  CHECK(engine.error("PutResourcePolicy", confirmed("false")) == kLockedOut);
  CHECK(engine.error("PutResourcePolicy", confirmed("true")) == "");
}

TEST_CASE("a table may be created with a policy, which only GetResourcePolicy shows") {
  Engine engine;
  core::json::Writer writer;
  writer.string(policy("dynamodb:GetItem"));
  create_music(engine, R"(,"ResourcePolicy":)" + writer.take());
  CHECK(engine.answer("GetResourcePolicy", body(kMusicArn)) ==
        shown(policy("dynamodb:GetItem"), "1734480000000"));
  CHECK(engine.answer("DescribeTable", kMusic).find("olicy") == std::string::npos);
  CHECK(engine.error("CreateTable", music(R"(,"ResourcePolicy":"no")")) ==
        "ValidationException: One or more parameter values were invalid: Invalid policy document: "
        "This policy contains invalid Json");
}

}  // namespace resource_policies_test
