#pragma once

#include <string>

namespace tests {

// The text of the first element of that name; "" when there is none.
inline std::string element(const std::string& xml, const std::string& name) {
  const auto begin = xml.find("<" + name + ">");
  if (begin == std::string::npos) return "";
  const auto text = begin + name.size() + 2;
  return xml.substr(text, xml.find("</" + name + ">", text) - text);
}

// "404 NoSuchKey: The specified key does not exist." of an answer in XML; "" when it is no error.
inline std::string xml_error(int status, const std::string& xml) {
  if (status < 400) return "";
  return std::to_string(status) + " " + element(xml, "Code") + ": " + element(xml, "Message");
}

}  // namespace tests
