#include "server/protocol/xml_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace server::protocol {
namespace {

bool stays_as_it_is(char c) {
  if (c == '&' || c == '<' || c == '>' || c == '"') return false;
  return static_cast<unsigned char>(c) >= ' ' || c == '\t' || c == '\n';
}

void append_reference(std::string& xml, char c) {
  switch (c) {
    case '&': xml += "&amp;"; break;
    case '<': xml += "&lt;"; break;
    case '>': xml += "&gt;"; break;
    case '"': xml += "&quot;"; break;
    default: fmt::format_to(std::back_inserter(xml), "&#x{:X};", static_cast<unsigned char>(c));
  }
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string xml;
  xml.reserve(text.size());
  append_xml_escaped(xml, text);
  return xml;
}

void append_xml_escaped(std::string& xml, std::string_view text) {
  const auto* at = text.begin();
  while (true) {
    const auto* const end = std::find_if_not(at, text.end(), stays_as_it_is);
    xml.append(at, end);
    if (end == text.end()) return;
    append_reference(xml, *end);
    at = end + 1;
  }
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
  append_xml_escaped(text_, text);
  return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, std::string_view text) {
  text_.append("<").append(name).append(">");
  append_xml_escaped(text_, text);
  text_.append("</").append(name).append(">");
  return *this;
}

std::string XmlWriter::take() {
  while (!open_.empty()) close();
  return std::move(text_);
}

}  // namespace server::protocol
