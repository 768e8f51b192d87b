#include "tests/unit/server/operations/queues/queue_fixture.h"

namespace message_attribute_checks_test {

namespace {

std::string error_of(QueueWorld& world, const std::string& attributes,
                     const std::string& member = "MessageAttributes") {
  return world.error("SendMessage", QueueWorld::about("orders", R"(,"MessageBody":"m",")" + member +
                                                                    "\":" + attributes));
}

std::string named(const std::string& name) {
  return "{\"" + name + R"(":{"DataType":"String","StringValue":"v"}})";
}

constexpr const char* kInvalid = "InvalidParameterValueException: ";

}  // namespace

TEST_CASE("names of attributes that a message can't have") {
  QueueWorld world;
  for (const std::string name : {"a", "A.b-c_1", "\u00f8", "aws", "awsx."}) {
    CHECK(error_of(world, named(name)).empty() == (name != "awsx."));
  }
  for (const std::string name : {"aWs.x", "AMAZON.x", ".x", "x."}) {
    CAPTURE(name);
    CHECK(error_of(world, named(name)) ==
          std::string(kInvalid) +
              "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These "
              "strings are reserved for internal use. Additionally, they cannot start or end with "
              "'.'.");
  }
  for (const std::string name : {"a!b", "a b", "(", ""}) {
    CAPTURE(name);
    CHECK(error_of(world, named(name)) ==
          std::string(kInvalid) +
              "Message (user) attributes name can only contain upper and lower score characters, "
              "digits, periods, hyphens and underscores. ");
  }
  CHECK(error_of(world, named(std::string(255, 'a'))).empty());
  CHECK(error_of(world, named(std::string(256, 'a'))) ==
        std::string(kInvalid) + "Message (user) attribute names must be shorter than 256 Bytes");
}

TEST_CASE("types and values of attributes") {
  struct Case {
    std::string attribute, error;
  };
  QueueWorld world;
  for (const Case& c : {
           Case{R"("DataType":"String.x","StringValue":"v")",                     ""                             },
           {R"("DataType":"Number.float","StringValue":"-1.5e3")",            ""                             },
           {R"("DataType":"Binary","BinaryValue":"AA==")",                    ""                             },
           {R"("DataType":"String","StringValue":"v","StringListValues":[])", ""                             },
           {R"("StringValue":"v")",
                "The message attribute 'a' must contain non-empty message attribute type."                       },
           {R"("DataType":"Text","StringValue":"v")",
                "The type of message (user) attribute 'a' is invalid. You must use only the following "
            "supported type prefixes: Binary, Number, String."                                                   },
           {R"("DataType":"Number.)" + std::string(249,                       'l') + R"(","StringValue":"1")",
                "Message (user) attribute types must be shorter than 256 Bytes"},
           {R"("DataType":"String","StringValue":"")",
                "Message (user) attribute 'a' must contain a non-empty value of type 'String'."                                                      },
           {R"("DataType":"Binary.x","StringValue":"v")",
                "Message (user) attribute 'a' must contain a non-empty value of type 'Binary'."},
           {R"("DataType":"Number","StringValue":"one")",
                "Can't cast the value of message (user) attribute 'a' to a number."                                                      },
           {R"("DataType":"String","StringValue":"\u0008")",
                "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to "
            "#xD7FF "
            "| #xE000 to #xFFFD | #x10000 to #x10FFFF"},
           {R"("DataType":"String","StringValue":"v","StringListValues":["v"])",
                "Message attribute list values in SendMessage operation are not supported."                                  },
           {R"("DataType":"String","StringValue":"v","BinaryListValues":["AA=="])",
                "Message attribute list values in SendMessage operation are not supported."}
  }) {
    CAPTURE(c.attribute);
    CHECK(error_of(world, "{\"a\":{" + c.attribute + "}}") ==
          (c.error.empty() ? "" : kInvalid + c.error));
  }
}

TEST_CASE("a message has at most ten attributes") {
  QueueWorld world;
  std::string attributes;
  for (int i = 0; i < 10; ++i) {
    attributes += R"(,"a)" + std::to_string(i) + R"(":{"DataType":"String","StringValue":"v"})";
  }
  CHECK(error_of(world, "{" + attributes.substr(1) + "}").empty());
  CHECK(error_of(world, R"({"z":{"DataType":"String","StringValue":"v"})" + attributes + "}") ==
        std::string(kInvalid) +
            "Number of message attributes [11] exceeds the allowed maximum [10].");
}

TEST_CASE("the trace header is the only system attribute") {
  QueueWorld world;
  const std::string member = "MessageSystemAttributes";
  CHECK(
      error_of(world, R"({"AWSTraceHeader":{"DataType":"String","StringValue":"Root=1"}})", member)
          .empty());
  CHECK(error_of(world, R"({"Other":{"DataType":"String","StringValue":"v"}})", member) ==
        std::string(kInvalid) +
            "Message (system) attribute 'Other' is invalid: AWSTraceHeader, of the type String, "
            "is the only one.");
  CHECK(error_of(world, R"({"AWSTraceHeader":{"DataType":"Number","StringValue":"1"}})", member) ==
        std::string(kInvalid) +
            "Message (system) attribute 'AWSTraceHeader' is invalid: AWSTraceHeader, of the type "
            "String, is the only one.");
}

}  // namespace message_attribute_checks_test
