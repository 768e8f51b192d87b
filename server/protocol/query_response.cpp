#include "server/protocol/query_response.h"

#include "core/json/value.h"
#include "core/uuid.h"
#include "server/protocol/xml_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace server::protocol {
namespace {

namespace json = core::json;

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\n' && c != '\r';
}

void append_text(std::string& xml, std::string_view text) {
  const auto* at = text.begin();
  while (true) {
    const auto* const end = std::find_if(at, text.end(), is_control);
    append_xml_escaped(xml, {at, end});
    if (end == text.end()) return;
    xml += '?';
    at = end + 1;
  }
}

// Writes JSON as the elements that a dialect has for it. As deep as the JSON is, which is ours.
class Elements {
 public:
  Elements(std::string_view operation, const QueryDialect& dialect)
      : operation_(operation), dialect_(dialect) {}

  std::string take() { return std::move(xml_); }

  void members(const json::Object& object) {
    object.for_each([&](const json::Member& member) {
      const QueryName* names = find_query_name(dialect_, member.name);
      const std::string name = names ? names->name_in(operation_) : std::string(member.name);
      if (member.value.is(json::Kind::array)) {
        member.value.array().for_each([&](const json::Value& each) { element(name, each); });
      } else if (names && names->is_map() && member.value.is(json::Kind::object)) {
        entries(member.value.object(), name, *names);
      } else {
        element(name, member.value);
      }
    });
  }

 private:
  void entries(const json::Object& map, const std::string& name, const QueryName& names) {
    map.for_each([&](const json::Member& entry) {
      open(name);
      open(names.key);
      append_text(xml_, entry.name);
      close(names.key);
      element(names.value, entry.value);
      close(name);
    });
  }

  void element(std::string_view name, const json::Value& value) {
    open(name);
    switch (value.kind()) {
      case json::Kind::object: members(value.object()); break;
      case json::Kind::string: append_text(xml_, value.string()); break;
      default: xml_ += value.text();
    }
    close(name);
  }

  void open(std::string_view name) { xml_.append("<").append(name).append(">"); }
  void close(std::string_view name) { xml_.append("</").append(name).append(">"); }

  std::string_view operation_;
  const QueryDialect& dialect_;
  std::string xml_;
};

core::HttpResponse xml_response(int status, const std::string& request_id, std::string body) {
  core::HttpResponse response{status, "text/xml", {}, std::move(body)};
  response.headers.emplace_back("x-amzn-RequestId", request_id);
  return response;
}

}  // namespace

std::string query_text(std::string_view text) {
  std::string xml;
  append_text(xml, text);
  return xml;
}

std::string xml_of_json(std::string text, std::string_view operation, const QueryDialect& dialect) {
  const auto document = json::Document::parse(std::move(text));
  Elements elements(operation, dialect);
  elements.members(document.root().object());
  return elements.take();
}

core::HttpResponse query_answer(std::string_view operation, std::optional<std::string_view> result,
                                const QueryDialect& dialect) {
  const std::string request_id = core::random_uuid();
  std::string xml = fmt::format("<?xml version=\"1.0\"?><{}Response xmlns=\"{}\">", operation,
                                dialect.xml_namespace);
  if (result) {
    xml.append("<").append(operation).append("Result>").append(*result);
    xml.append("</").append(operation).append("Result>");
  }
  xml += fmt::format("<ResponseMetadata><RequestId>{}</RequestId></ResponseMetadata></{}Response>",
                     request_id, operation);
  return xml_response(200, request_id, std::move(xml));
}

core::HttpResponse query_error_answer(const QueryFault& fault, const QueryDialect& dialect) {
  const std::string request_id = core::random_uuid();
  return xml_response(
      fault.status, request_id,
      fmt::format("<?xml version=\"1.0\"?><ErrorResponse xmlns=\"{}\"><Error>"
                  "<Type>{}</Type><Code>{}</Code><Message>{}</Message>{}</Error>"
                  "<RequestId>{}</RequestId></ErrorResponse>",
                  dialect.xml_namespace, fault.by_sender ? "Sender" : "Receiver", fault.code,
                  query_text(fault.message), dialect.has_detail ? "<Detail/>" : "", request_id));
}

}  // namespace server::protocol
