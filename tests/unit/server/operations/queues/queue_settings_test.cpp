#include "server/operations/queues/queue_settings.h"

#include <doctest/doctest.h>

namespace queue_settings_test {

using namespace server::operations;
using namespace std::chrono_literals;

namespace {

// The fault of a redrive policy; "" for a good one.
std::string fault(const std::string& json) {
  std::string text;
  return read_redrive_policy(json, text) ? "" : text;
}

}  // namespace

TEST_CASE("what wasn't set has AWS's default") {
  const QueueSettings settings = settings_of({});
  CHECK(settings.delay == 0s);
  CHECK(settings.max_message_bytes == 1024 * 1024);
  CHECK(settings.retention == 4 * 24h);
  CHECK(settings.receive_wait == 0s);
  CHECK(settings.visibility_timeout == 30s);
  CHECK_FALSE(settings.redrive);
  CHECK(allows(settings.redrive_allow, "arn:any"));
}

TEST_CASE("what was set counts") {
  const QueueSettings settings = settings_of({
      {"DelaySeconds",                  "1"                                                 },
      {"MaximumMessageSize",            "1024"                                              },
      {"MessageRetentionPeriod",        "60"                                                },
      {"ReceiveMessageWaitTimeSeconds", "20"                                                },
      {"RedrivePolicy",                 R"({"deadLetterTargetArn":"a","maxReceiveCount":3})"},
      {"VisibilityTimeout",             "0"                                                 },
  });
  CHECK(settings.delay == 1s);
  CHECK(settings.max_message_bytes == 1024);
  CHECK(settings.retention == 60s);
  CHECK(settings.receive_wait == 20s);
  CHECK(settings.visibility_timeout == 0s);
  REQUIRE(settings.redrive);
  CHECK(settings.redrive->dead_letter_arn == "a");
  CHECK(settings.redrive->max_receive_count == 3);
}

TEST_CASE("a key of one's own takes the place of SQS's, and has a time of reuse") {
  CHECK(attribute_of({}, "SqsManagedSseEnabled") == "true");
  CHECK_FALSE(attribute_of({}, "KmsDataKeyReusePeriodSeconds"));
  const storage::TextMap keyed = {
      {"KmsMasterKeyId", "k"}
  };
  CHECK(attribute_of(keyed, "SqsManagedSseEnabled") == "false");
  CHECK(attribute_of(keyed, "KmsDataKeyReusePeriodSeconds") == "300");
  CHECK(attribute_of({}, "VisibilityTimeout") == "30");
  CHECK_FALSE(attribute_of({}, "Policy"));
}

TEST_CASE("numbers have AWS's bounds") {
  const auto bounds = [](const char* name) {
    const auto* number = find_number_attribute(name);
    return number ? std::pair(number->least, number->most)
                  : std::pair<std::int64_t, std::int64_t>();
  };
  using Bounds = std::pair<std::int64_t, std::int64_t>;
  CHECK(bounds("DelaySeconds") == Bounds(0, 900));
  CHECK(bounds("KmsDataKeyReusePeriodSeconds") == Bounds(60, 86'400));
  CHECK(bounds("MaximumMessageSize") == Bounds(1024, 1024 * 1024));
  CHECK(bounds("MessageRetentionPeriod") == Bounds(60, 1'209'600));
  CHECK(bounds("ReceiveMessageWaitTimeSeconds") == Bounds(0, 20));
  CHECK(bounds("VisibilityTimeout") == Bounds(0, 43'200));
  CHECK_FALSE(find_number_attribute("Policy"));
}

TEST_CASE("a redrive policy names a queue, and one to a thousand receives") {
  const auto with_count = [](const std::string& count) {
    return fault(R"({"deadLetterTargetArn":"a","maxReceiveCount":)" + count + "}");
  };
  for (const char* count : {"1", "1000", "\"5\""}) CHECK(with_count(count) == "");
  for (const char* count : {"0", "1001", "-1", "1.5", "true"}) {
    CHECK(with_count(count) == std::string("Invalid value for maxReceiveCount: ") + count +
                                   ", valid values are from 1 to 1000 both inclusive.");
  }
  CHECK(with_count("\"5x\"") ==
        "Invalid value for maxReceiveCount: 5x, valid values are from 1 to 1000 both inclusive.");
  for (const char* text : {"", "x", "[]", "3"}) {
    CHECK(fault(text) == "Redrive policy is not a valid JSON map.");
  }
  CHECK(fault(R"({"maxReceiveCount":1})") ==
        "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  CHECK(fault(R"({"deadLetterTargetArn":"a"})") ==
        "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  CHECK(to_json(RedrivePolicy{"a", 5}) == R"({"deadLetterTargetArn":"a","maxReceiveCount":5})");
}

TEST_CASE("who may redrive here is all, nobody, or those who are named") {
  const auto policy = [](const std::string& json) { return read_redrive_allow_policy(json); };
  CHECK(allows(policy(R"({"redrivePermission":"allowAll"})").value(), "a"));
  CHECK_FALSE(allows(policy(R"({"redrivePermission":"denyAll"})").value(), "a"));
  const auto named = policy(R"({"redrivePermission":"byQueue","sourceQueueArns":["a","b"]})");
  REQUIRE(named);
  CHECK(allows(*named, "b"));
  CHECK_FALSE(allows(*named, "c"));
}

TEST_CASE("names belong to byQueue, one to ten of them") {
  const auto good = [](const std::string& rest) {
    return read_redrive_allow_policy(R"({"redrivePermission":)" + rest + "}").has_value();
  };
  const auto arns = [](int count) {
    std::string list;
    for (int i = 0; i < count; ++i) list += (i ? ",\"a\"" : "\"a\"");
    return R"("byQueue","sourceQueueArns":[)" + list + "]";
  };
  CHECK(good(arns(1)));
  CHECK(good(arns(10)));
  CHECK_FALSE(good(arns(11)));
  CHECK_FALSE(good(arns(0)));
  CHECK_FALSE(good(R"("byQueue")"));
  CHECK_FALSE(good(R"("allowAll","sourceQueueArns":["a"])"));
  CHECK_FALSE(good(R"("byQueue","sourceQueueArns":[1])"));
  CHECK_FALSE(good(R"("byQueue","sourceQueueArns":"a")"));
  CHECK_FALSE(good(R"("some")"));
  CHECK_FALSE(good("1"));
  CHECK_FALSE(read_redrive_allow_policy("{}"));
  CHECK_FALSE(read_redrive_allow_policy("x"));
}

}  // namespace queue_settings_test
