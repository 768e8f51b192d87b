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
  Page page(const std::string& token, std::size_t count) {
    form = QueryForm();
    form.add("NextToken", token);
    return page_of(call(), count);
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
  const Page all = page("", 100);
  CHECK(all.begin == 0);
  CHECK(all.end == 100);
  CHECK(all.next_token == "");
  const Page first = page("", 101);
  CHECK(first.end == 100);
  const Page second = page(first.next_token, 101);
  CHECK(second.begin == 100);
  CHECK(second.end == 101);
  CHECK(second.next_token == "");
}

TEST_CASE_FIXTURE(Fixture, "a token that no page gave is refused") {
  CHECK(page(core::base64_encode("5"), 5).end == 5);
  for (const std::string& token :
       {core::base64_encode("6"), core::base64_encode("1x"), std::string("%")}) {
    CHECK_THROWS_WITH(page(token, 5), "Invalid parameter: NextToken");
  }
}

}  // namespace sns_call_test
