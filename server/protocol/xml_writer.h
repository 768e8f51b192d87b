#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace server::protocol {

// Text as the content of an XML element. Control characters become references, as S3 has them,
// though XML 1.0 allows none but tab and line ends.
std::string xml_escaped(std::string_view text);
void append_xml_escaped(std::string& xml, std::string_view text);

// Writes one XML document without blanks between its elements. Calls must form one.
class XmlWriter {
 public:
  // The namespace is the root element's.
  XmlWriter(std::string_view root, std::string_view xmlns);
  // A root without a namespace.
  explicit XmlWriter(std::string_view root) : XmlWriter(root, {}) {}

  XmlWriter& open(std::string_view name);
  XmlWriter& close();
  XmlWriter& text(std::string_view text);
  XmlWriter& element(std::string_view name, std::string_view text);
  // A string literal would otherwise become a bool.
  XmlWriter& element(std::string_view name, const char* text) {
    return element(name, std::string_view(text));
  }
  XmlWriter& element(std::string_view name, std::int64_t value) {
    return element(name, std::string_view(std::to_string(value)));
  }
  XmlWriter& element(std::string_view name, bool value) {
    return element(name, value ? "true" : "false");
  }

  // What was written, with all that is still open closed; the writer is done with then.
  std::string take();

 private:
  std::string text_;
  std::vector<std::string> open_;
};

}  // namespace server::protocol
