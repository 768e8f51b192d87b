#pragma once

#include <span>
#include <string>
#include <string_view>

namespace server::protocol {

// How the query protocol calls a member that JSON calls otherwise: a list or a map, whose elements
// it numbers behind that name ("Attribute.1") and repeats by it in XML.
struct QueryName {
  std::string_view member;  // in JSON
  // "+RequestEntry": the operation's name stands before it.
  std::string_view name;
  // Of a map: what an entry's key and value are called.
  std::string_view key = {};
  std::string_view value = {};

  bool is_map() const { return !key.empty(); }
  std::string name_in(std::string_view operation) const {
    if (!name.starts_with('+')) return std::string(name);
    return std::string(operation).append(name.substr(1));
  }
};

// A service as the query protocol speaks of it.
struct QueryDialect {
  std::string_view version;  // "2012-11-05"
  std::string_view xml_namespace;
  std::span<const QueryName> names;
  bool has_detail = false;  // errors have an empty element of that name
};

// The model of a time before SQS left that protocol.
const QueryDialect& sqs_dialect();

// nullptr for a member that is called by its own name.
inline const QueryName* find_query_name(const QueryDialect& dialect, std::string_view member) {
  for (const QueryName& each : dialect.names) {
    if (each.member == member) return &each;
  }
  return nullptr;
}

}  // namespace server::protocol
