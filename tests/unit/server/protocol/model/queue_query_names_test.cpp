#include "server/protocol/query_names.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace queue_query_names_test {

using namespace server::protocol;

// As botocore's model of SQS of 2012-11-05 before it left the query protocol: locationName of
// flattened lists and maps.
TEST_CASE("lists and maps of SQS have the names that their elements had in forms and XML") {
  struct Case {
    const char *member, *operation, *name, *key, *value;
  };
  const Case cases[] = {
      {"AttributeNames",              "GetQueueAttributes",         "AttributeName",                 "",     ""     },
      {"Attributes",                  "SetQueueAttributes",         "Attribute",                     "Name", "Value"},
      {"BinaryListValues",            "SendMessage",                "BinaryListValue",               "",     ""     },
      {"Entries",                     "SendMessageBatch",           "SendMessageBatchRequestEntry",  "",     ""     },
      {"Failed",                      "SendMessageBatch",           "BatchResultErrorEntry",         "",     ""     },
      {"MessageAttributeNames",       "ReceiveMessage",             "MessageAttributeName",          "",     ""     },
      {"MessageAttributes",           "SendMessage",                "MessageAttribute",              "Name", "Value"},
      {"MessageSystemAttributeNames", "ReceiveMessage",             "MessageSystemAttributeName",    "",     ""     },
      {"MessageSystemAttributes",     "SendMessage",                "MessageSystemAttribute",        "Name", "Value"},
      {"Messages",                    "ReceiveMessage",             "Message",                       "",     ""     },
      {"QueueUrls",                   "ListQueues",                 "QueueUrl",                      "",     ""     },
      {"StringListValues",            "SendMessage",                "StringListValue",               "",     ""     },
      {"Successful",                  "DeleteMessageBatch",         "DeleteMessageBatchResultEntry", "",     ""     },
      {"TagKeys",                     "UntagQueue",                 "TagKey",                        "",     ""     },
      {"Tags",                        "TagQueue",                   "Tag",                           "Key",  "Value"},
      {"queueUrls",                   "ListDeadLetterSourceQueues", "QueueUrl",                      "",     ""     },
      {"tags",                        "CreateQueue",                "Tag",                           "Key",  "Value"},
  };
  std::set<std::string_view> members;
  for (const Case& c : cases) {
    CAPTURE(c.member);
    const QueryName* found = find_query_name(sqs_dialect(), c.member);
    REQUIRE(found);
    CHECK(found->name_in(c.operation) == c.name);
    CHECK(found->key == c.key);
    CHECK(found->value == c.value);
    CHECK(found->is_map() == (std::string_view(c.key) != ""));
    members.insert(c.member);
  }
  CHECK(members.size() == sqs_dialect().names.size());
}

TEST_CASE("other members are called what they are") {
  CHECK(find_query_name(sqs_dialect(), "QueueUrl") == nullptr);
  CHECK(find_query_name(sqs_dialect(), "") == nullptr);
}

TEST_CASE("SQS's dialect has its version and namespace, and errors with a detail") {
  CHECK(sqs_dialect().version == "2012-11-05");
  CHECK(sqs_dialect().xml_namespace == "http://queue.amazonaws.com/doc/2012-11-05/");
  CHECK(sqs_dialect().has_detail);
}

}  // namespace queue_query_names_test
