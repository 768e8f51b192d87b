#include "server/sns/publish_input.h"

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

TEST_CASE("a message that is too long isn't looked into") {
  const std::string too_long = "InvalidParameter: Invalid parameter: Message too long";
  const std::string blanks(256 * 1024 - 15, ' ');
  const auto structured = [&](const std::string& message) {
    return fault({
        {"Message",          message},
        {"MessageStructure", "json" }
    });
  };
  CHECK(structured(R"({"default":"a"})" + blanks) == "");
  CHECK(structured(R"({"default":"a"})" + blanks + " ") == too_long);
  CHECK(structured(blanks + "no JSON, and long") == too_long);
}

}  // namespace publish_input_test
