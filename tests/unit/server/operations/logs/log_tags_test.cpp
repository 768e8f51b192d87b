#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace log_tags_test {

using tests::Engine;

namespace {

std::string group_json(const std::string& name, const std::string& more = "") {
  return R"({"logGroupName":")" + name + "\"" + more + "}";
}

}  // namespace

TEST_CASE("tags are added, replaced and removed, by name and by ARN") {
  Engine engine;
  engine.answer("CreateLogGroup", group_json("g", R"(,"tags":{"a":"1","b":"2"})"));
  const std::string arn = R"({"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g")";
  engine.answer("Logs_20140328.TagResource", arn + R"(,"tags":{"b":"3","c":"4"}})");
  CHECK(engine.answer("ListTagsForResource", arn + "}") == R"({"tags":{"a":"1","b":"3","c":"4"}})");
  engine.answer("Logs_20140328.UntagResource", arn + R"(,"tagKeys":["a","x"]})");
  engine.answer("TagLogGroup", group_json("g", R"(,"tags":{"d":"5"})"));
  engine.answer("UntagLogGroup", group_json("g", R"(,"tags":["c"])"));
  CHECK(engine.answer("ListTagsLogGroup", group_json("g")) == R"({"tags":{"b":"3","d":"5"}})");
}

TEST_CASE("tags of a group that isn't there") {
  Engine engine;
  const std::string error = "ResourceNotFoundException: The specified log group does not exist.";
  const std::string arn = R"({"resourceArn":"arn:aws:logs:us-east-1:000000000000:log-group:g")";
  CHECK(engine.error("TagLogGroup", group_json("g", R"(,"tags":{"a":"b"})")) == error);
  CHECK(engine.error("UntagLogGroup", group_json("g", R"(,"tags":["a"])")) == error);
  CHECK(engine.error("ListTagsLogGroup", group_json("g")) == error);
  CHECK(engine.error("Logs_20140328.TagResource", arn + R"(,"tags":{"a":"b"}})") == error);
  CHECK(engine.error("Logs_20140328.UntagResource", arn + R"(,"tagKeys":["a"]})") == error);
  CHECK(engine.error("ListTagsForResource", arn + "}") == error);
}

}  // namespace log_tags_test
