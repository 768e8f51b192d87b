#include "server/sns/publish_input.h"

#include "core/base64.h"
#include "server/sns/sns_error.h"

#include <doctest/doctest.h>

#include <map>

namespace publish_input_test {

using namespace server::sns;

namespace {

using Parameters = std::map<std::string, std::string>;

server::protocol::QueryForm form_of(const Parameters& parameters, const std::string& prefix = "") {
  server::protocol::QueryForm form;
  for (const auto& [name, value] : parameters) form.add(prefix + name, value);
  return form;
}

Notification read(const Parameters& parameters) {
  return read_notification(form_of(parameters), "");
}

std::string fault(const Parameters& parameters) {
  try {
    read(parameters);
  } catch (const SnsError& error) {
    return std::string(error.code) + ": " + error.message;
  }
  return "";
}

Parameters attribute(const std::string& type, const std::string& value, const std::string& kind) {
  return {
      {"Message",                                  "m"  },
      {"MessageAttributes.entry.1.Name",           "a"  },
      {"MessageAttributes.entry.1.Value.DataType", type },
      {"MessageAttributes.entry.1.Value." + kind,  value}
  };
}

}  // namespace

TEST_CASE("a message is for all protocols, and may have a subject") {
  const Notification plain = read({
      {"Message", "m"}
  });
  CHECK(plain.messages == storage::TextMap{
                              {"default", "m"}
  });
  CHECK(plain.subject == "");
  const Notification entry = read_notification(form_of(
                                                   {
                                                       {"Message", "m"},
                                                       {"Subject", "s"}
  },
                                                   "List.member.1."),
                                               "List.member.1.");
  CHECK(entry.subject == "s");
  CHECK(fault({}) == "InvalidParameter: Invalid parameter: Empty message");
  CHECK(fault({
            {"Message", "\xff"}
  }) == "InvalidParameter: Invalid parameter: Message");
}

TEST_CASE("with the structure json there is a text a protocol") {
  const auto texts = [](const char* json) {
    return read({
                    {"Message",          json  },
                    {"MessageStructure", "json"}
    })
        .messages;
  };
  CHECK(texts(R"({"default":"d","sqs":"q","ignored":1})") == storage::TextMap{
                                                                 {"default", "d"},
                                                                 {"sqs",     "q"}
  });
  const auto json_fault = [](const char* json) {
    return fault({
        {"Message",          json  },
        {"MessageStructure", "json"}
    });
  };
  const std::string broken =
      "InvalidParameter: Invalid parameter: Message Structure - JSON message body failed to parse";
  CHECK(json_fault("{") == broken);
  CHECK(json_fault("[]") == broken);
  CHECK(json_fault(R"({"sqs":"q"})") ==
        "InvalidParameter: Invalid parameter: Message Structure - No default entry in JSON message "
        "body");
  CHECK(fault({
            {"Message",          "m"  },
            {"MessageStructure", "xml"}
  }) ==
        "InvalidParameter: Invalid parameter: MessageStructure");
}

TEST_CASE("a subject is up to a hundred printable characters that begin with no blank") {
  const auto subject = [](const std::string& text) {
    return fault({
        {"Message", "m" },
        {"Subject", text}
    });
  };
  CHECK(subject(std::string(100, '~')) == "");
  const std::string bad = "InvalidParameter: Invalid parameter: Subject";
  for (const std::string& text : {std::string(), std::string(" s"), std::string("a\nb"),
                                  std::string("\x7f"), std::string(101, 'a')}) {
    CHECK(subject(text) == bad);
  }
}

TEST_CASE("attributes come in the order of their names, binary ones decoded") {
  Parameters two = attribute("String.mine", "v", "StringValue");
  two["MessageAttributes.entry.2.Name"] = "A";
  two["MessageAttributes.entry.2.Value.DataType"] = "Binary";
  two["MessageAttributes.entry.2.Value.BinaryValue"] = core::base64_encode("bytes");
  const Notification notification = read(two);
  REQUIRE(notification.attributes.size() == 2);
  CHECK(notification.attributes[0].name == "A");
  CHECK(notification.attributes[0].value == "bytes");
  CHECK(notification.attributes[1].type == "String.mine");
  CHECK(notification.attributes[1].value == "v");
}

TEST_CASE("an attribute has a name, a type and a value") {
  const std::string type =
      "ParameterValueInvalid: The message attribute 'a' has an invalid message attribute type, the "
      "set of supported type prefixes is Binary, Number, and String.";
  CHECK(fault(attribute("Strings", "v", "StringValue")) == type);
  CHECK(fault(attribute("Number", "7", "StringValue")) == "");
  Parameters nameless = attribute("String", "v", "StringValue");
  nameless.erase("MessageAttributes.entry.1.Name");
  CHECK(fault(nameless).starts_with("ParameterValueInvalid: The message attribute '' has"));
  const auto empty = [](const std::string& shown) {
    return "ParameterValueInvalid: The message attribute 'a' must contain non-empty message "
           "attribute value for message attribute type '" +
           shown + "'.";
  };
  CHECK(fault(attribute("String", "", "StringValue")) == empty("String"));
  CHECK(fault(attribute("Binary", "v", "StringValue")) == empty("Binary"));
  CHECK(fault(attribute("Binary", "!", "BinaryValue")) == empty("Binary"));
}

TEST_CASE("a standard topic takes no deduplication") {
  CHECK(fault({
            {"Message",                "m"},
            {"MessageDeduplicationId", "1"}
  }) ==
        "InvalidParameter: Invalid parameter: MessageDeduplicationId Reason: The request includes "
        "MessageDeduplicationId parameter that is not valid for this topic type");
}

TEST_CASE("subject, texts and attributes have 256 KB together") {
  Parameters large = attribute("String", "v", "StringValue");  // "a", "String", "v": 8 bytes
  large["Subject"] = "ss";
  large["Message"] = std::string(256 * 1024 - 10, 'x');
  CHECK(size_bytes(read(large)) == 256 * 1024);
  large["Message"] += "x";
  CHECK(fault(large) == "InvalidParameter: Invalid parameter: Message too long");
}

}  // namespace publish_input_test
