#include "server/protocol/xml_writer.h"

#include <fmt/format.h>

namespace server::protocol {
namespace {

bool stays_as_it_is(char c) {
  return static_cast<unsigned char>(c) >= ' ' || c == '\t' || c == '\n';
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string xml;
  xml.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': xml += "&amp;"; break;
      case '<': xml += "&lt;"; break;
      case '>': xml += "&gt;"; break;
      case '"': xml += "&quot;"; break;
      default:
        stays_as_it_is(c) ? xml.push_back(c)
                          : void(fmt::format_to(std::back_inserter(xml), "&#x{:X};",
                                                static_cast<unsigned char>(c)));
    }
  }
  return xml;
}

XmlWriter::XmlWriter(std::string_view root, std::string_view xmlns)
    : text_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), open_{std::string(root)} {
  text_.append("<").append(root);
  if (!xmlns.empty()) text_.append(" xmlns=\"").append(xmlns).append("\"");
  text_.append(">");
}

XmlWriter& XmlWriter::open(std::string_view name) {
  text_.append("<").append(name).append(">");
  open_.emplace_back(name);
  return *this;
}

XmlWriter& XmlWriter::close() {
  text_.append("</").append(open_.back()).append(">");
  open_.pop_back();
  return *this;
}

XmlWriter& XmlWriter::text(std::string_view text) {
  text_.append(xml_escaped(text));
  return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, std::string_view text) {
  text_.append("<").append(name).append(">").append(xml_escaped(text));
  text_.append("</").append(name).append(">");
  return *this;
}

std::string XmlWriter::take() {
  while (!open_.empty()) close();
  return std::move(text_);
}

}  // namespace server::protocol
