#include "server/sns/message_attribute_input.h"

#include "core/base64.h"
#include "server/sns/sns_error.h"

#include <doctest/doctest.h>

#include <map>

namespace message_attribute_input_test {

using namespace server::sns;

namespace {

using Parameters = std::map<std::string, std::string>;

auto read(const Parameters& parameters, const std::string& prefix = "") {
  server::protocol::QueryForm form;
  for (const auto& [name, value] : parameters) form.add(prefix + name, value);
  return read_message_attributes(form, prefix);
}

std::string fault(const Parameters& parameters, const std::string& prefix = "") {
  try {
    read(parameters, prefix);
  } catch (const SnsError& error) {
    return std::to_string(error.status) + " " + std::string(error.code) + ": " + error.message;
  }
  return "";
}

Parameters attribute(const std::string& type, const std::string& value, const std::string& kind,
                     const std::string& name = "a") {
  return {
      {"MessageAttributes.entry.1.Name",           name },
      {"MessageAttributes.entry.1.Value.DataType", type },
      {"MessageAttributes.entry.1.Value." + kind,  value}
  };
}

std::string invalid(const std::string& why) {
  return "400 ParameterValueInvalid: " + why;
}

}  // namespace

TEST_CASE("attributes come in the order of their names, binary ones decoded") {
  Parameters two = attribute("String.mine", "v", "StringValue");
  two["MessageAttributes.entry.2.Name"] = "A";
  two["MessageAttributes.entry.2.Value.DataType"] = "Binary";
  two["MessageAttributes.entry.2.Value.BinaryValue"] = core::base64_encode("bytes");
  const auto attributes = read(two);
  REQUIRE(attributes.size() == 2);
  CHECK(attributes[0].name == "A");
  CHECK(attributes[0].value == "bytes");
  CHECK(attributes[1].type == "String.mine");
  CHECK(attributes[1].value == "v");
}

TEST_CASE("an attribute has a type that is known, and a value in the field of its type") {
  const std::string type = invalid(
      "The message attribute 'a' has an invalid message attribute type, the set of supported type "
      "prefixes is Binary, Number, and String.");
  CHECK(fault(attribute("Strings", "v", "StringValue")) == type);
  CHECK(fault(attribute("", "v", "StringValue")) == type);
  CHECK(fault(attribute("Number", "7", "StringValue")) == "");
  const auto empty = [](const std::string& shown) {
    return invalid(
        "The message attribute 'a' must contain non-empty message attribute value for "
        "message attribute type '" +
        shown + "'.");
  };
  CHECK(fault(attribute("String", "", "StringValue")) == empty("String"));
  CHECK(fault(attribute("String.mine", "v", "Other")) == empty("String.mine"));
  CHECK(fault(attribute("Binary", "!", "BinaryValue")) == empty("Binary"));
  CHECK(fault(attribute("Binary", "", "BinaryValue")) == empty("Binary"));
  const auto field = [](const std::string& shown, const std::string& right) {
    return invalid("The message attribute 'a' with type '" + shown + "' must use field '" + right +
                   "'.");
  };
  CHECK(fault(attribute("String", "dg==", "BinaryValue")) == field("String", "String"));
  CHECK(fault(attribute("Number", "dg==", "BinaryValue")) == field("Number", "String"));
  CHECK(fault(attribute("Binary", "v", "StringValue")) == field("Binary", "Binary"));
}

TEST_CASE("a type that isn't there is told by where it belongs") {
  Parameters without = attribute("", "v", "StringValue");
  without.erase("MessageAttributes.entry.1.Value.DataType");
  CHECK(fault(without) ==
        "400 ValidationError: 1 validation error detected: Value null at "
        "'messageAttributes.a.member.dataType' failed to satisfy constraint: Member must not be "
        "null");
  CHECK(fault(without, "PublishBatchRequestEntries.member.12.") ==
        "400 ValidationError: 1 validation error detected: Value null at "
        "'publishBatchRequestEntries.12.member.messageAttributes.a.member.dataType' failed to "
        "satisfy constraint: Member must not be null");
}

TEST_CASE("a name has letters, digits, hyphens, underscores and dots in between") {
  const auto named = [](const std::string& name) {
    return fault(attribute("String", "v", "StringValue", name));
  };
  CHECK(named("aZ0-_.x") == "");
  CHECK(named(std::string(256, 'a')) == "");
  CHECK(named(std::string(257, 'a')) ==
        invalid("Length of message attribute name must be less than 256 bytes."));
  CHECK(named("a^b") ==
        invalid("Invalid non-alphanumeric character '#x5E' was found in the message attribute "
                "name. Can only include alphanumeric characters, hyphens, underscores, or dots."));
  CHECK(named(".a") ==
        invalid("Invalid message attribute name starting with character '.' was found."));
  CHECK(named("a.") ==
        invalid("Invalid message attribute name ending with character '.' was found."));
  CHECK(named("a..b") == invalid("Message attribute name can not have successive '.' character."));
  CHECK(named("").starts_with(invalid("The message attribute '' has")));
}

}  // namespace message_attribute_input_test
