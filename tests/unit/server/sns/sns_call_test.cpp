#include "server/sns/sns_call.h"

#include "core/base64.h"
#include "server/sns/sns_error.h"
#include "tests/unit/server/sns/sns_fixture.h"

#include <doctest/doctest.h>

namespace sns_call_test {

using namespace server::sns;
using server::protocol::QueryForm;

namespace {

struct Fixture : SnsFixture {
  Call call() { return {form, engine.scope, topics, engine.services}; }
  std::string topic_error(const std::string& arn) {
    form = QueryForm();
    form.add("TopicArn", arn);
    try {
      require_topic(call());
    } catch (const SnsError& error) {
      return std::to_string(error.status) + " " + error.message;
    }
    return "";
  }
  std::string position(const std::string& token) {
    form = QueryForm();
    form.add("NextToken", token);
    return page_position(call());
  }
  QueryForm form;
};

}  // namespace

TEST_CASE("maps and tags are numbered pairs") {
  QueryForm form;
  form.add("Attributes.entry.1.key", "a");
  form.add("Attributes.entry.1.value", "1");
  form.add("Attributes.entry.7.key", "b");
  form.add("Tags.member.1.Key", "c");
  form.add("Tags.member.1.Value", "3");
  CHECK(map_parameter(form, "Attributes") == storage::TextMap{
                                                 {"a", "1"},
                                                 {"b", "" }
  });
  CHECK(tags_parameter(form) == storage::TextMap{
                                    {"c", "3"}
  });
  form.add("Attributes.entry.6.key", "a");
  form.add("Attributes.entry.6.value", "4");
  CHECK(map_parameter(form, "Attributes").at("a") == "4");  // the last one counts
  form.add("Tags.member.2.Key", "c");
  CHECK_THROWS_WITH(tags_parameter(form), "Invalid parameter: Duplicated keys are not allowed.");
  form.add("Attributes.entry.8.value", "no key");
  CHECK_THROWS_WITH(map_parameter(form, "Attributes"), "Invalid parameter: Attributes.entry");
}

TEST_CASE_FIXTURE(Fixture, "a topic is found by an ARN of the caller's account and region") {
  make_topic();
  CHECK(topic_error(kTopic) == "");
  CHECK(topic_error("t") ==
        "400 Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1");
  CHECK(topic_error("arn:aws:sns") ==
        "400 Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 3");
  CHECK(topic_error(kQueue) == "400 Invalid parameter: TopicArn");
  const std::string none = "404 Topic does not exist";
  CHECK(topic_error("arn:aws:sns:us-east-1:000000000000:u") == none);
  CHECK(topic_error("arn:aws:sns:us-east-2:000000000000:t") == "400 Invalid parameter: TopicArn");
  CHECK(topic_error("arn:aws:sns:us-east-1:000000000001:t") == none);
}

TEST_CASE_FIXTURE(Fixture, "a page has a hundred entries, and a token when others follow") {
  const Topic topic{engine.scope, "t", {}, {}};
  std::vector<const Topic*> found(100, &topic);
  CHECK(cut_to_page(found) == "");
  CHECK(found.size() == 100);
  const Topic other{engine.scope, "other", {}, {}};
  found.push_back(&other);
  CHECK(position(cut_to_page(found)) == arn_of(topic));
  CHECK(found.size() == 100);
  CHECK(position("") == "");
}

TEST_CASE_FIXTURE(Fixture, "a token that no page gave is refused") {
  for (const std::string& token : {core::base64_encode("6"), std::string("%")}) {
    CHECK_THROWS_WITH(position(token), "Invalid parameter: NextToken");
  }
}

}  // namespace sns_call_test
