#include "server/seeds/references.h"

#include "server/protocol/url.h"
#include "server/seeds/text_functions.h"

#include <algorithm>
#include <functional>

namespace server::seeds {
namespace {

// Texts of users hardly have it: neither JSON nor YAML lets it through unescaped.
constexpr char kMark = '\x01';

using Encode = std::function<std::string(const std::string&)>;

// A call is a name that is JSON, {"Split":["/",…]}, in which the marks of its arguments are
// escaped. A null is none.
Value call_of(std::string_view name) {
  if (!name.starts_with('{')) return {};
  try {
    Value call = from_json(core::json::Document::parse(std::string(name)).root());
    if (call.members.size() != 1) return {};
    const auto& [function, arguments] = call.members.front();
    const bool is_call =
        is_text_function(function) && arguments.list.size() == argument_count(function);
    return is_call ? std::move(call) : Value{};
  } catch (const core::json::ParseError&) {
    return {};
  }
}

Value value_of(std::string_view name, const Known& known) {
  const Value call = call_of(name);
  if (call.is(Value::Kind::null)) {
    const auto found = known.find(name);
    if (found != known.end()) return text_value(found->second);
    throw UnknownReference(std::string(name) + " isn't there");
  }
  const auto& [function, arguments] = call.members.front();
  try {
    return call_text_function(function, resolved(arguments, known).list);
  } catch (const std::invalid_argument& error) {
    throw UnknownReference(function + ": " + error.what());
  }
}

std::string text_of(std::string_view name, const Known& known) {
  Value value = value_of(name, known);
  if (value.is_scalar()) return std::move(value.text);
  throw UnknownReference("a list stands where a text is needed");
}

// The name of the text's first reference; empty: it has none.
std::string_view first_reference(std::string_view text) {
  const auto start = text.find(kMark);
  const auto end = start == std::string_view::npos ? start : text.find(kMark, start + 1);
  return end == std::string_view::npos ? "" : text.substr(start + 1, end - start - 1);
}

std::string replaced(std::string_view text, const Known& known, const Encode& encode) {
  std::string result;
  while (true) {
    const std::string_view name = first_reference(text);
    const auto start = name.empty() ? text.size() : text.find(kMark);
    result += text.substr(0, start);
    if (name.empty()) return result;
    result += encode(text_of(name, known));
    text.remove_prefix(start + name.size() + 2);
  }
}

void note_references(const Value& value, std::set<std::string>& names) {
  std::string_view text = value.text;
  for (auto name = first_reference(text); !name.empty(); name = first_reference(text)) {
    const Value call = call_of(name);
    if (call.is(Value::Kind::null)) {
      names.emplace(name);
    } else {
      note_references(call, names);
    }
    text.remove_prefix(text.find(kMark) + name.size() + 2);
  }
  for (const Value& each : value.list) note_references(each, names);
  for (const auto& member : value.members) note_references(member.value, names);
}

}  // namespace

std::string reference(std::string_view name) {
  return kMark + std::string(name) + kMark;
}

std::string reference_to_call(std::string_view function, Value arguments) {
  return reference(to_json(Value().set(std::string(function), std::move(arguments))));
}

bool has_reference(std::string_view text) {
  return !first_reference(text).empty();
}

std::set<std::string> references_in(const Value& value) {
  std::set<std::string> names;
  note_references(value, names);
  return names;
}

std::string resolved(std::string_view text, const Known& known) {
  return replaced(text, known, [](const std::string& value) { return value; });
}

Value resolved(Value value, const Known& known) {
  if (value.is(Value::Kind::text)) {
    const std::string_view name = first_reference(value.text);
    if (!name.empty() && name.size() + 2 == value.text.size()) return value_of(name, known);
    value.text = resolved(value.text, known);
  }
  for (Value& each : value.list) each = resolved(std::move(each), known);
  for (auto& member : value.members) member.value = resolved(std::move(member.value), known);
  return value;
}

std::string resolved_url(std::string_view text, const Known& known) {
  return replaced(text, known, [](const std::string& value) { return url_part(value); });
}

std::string said(std::string text) {
  std::erase(text, kMark);
  return text;
}

std::string url_part(std::string_view text, std::string_view kept) {
  std::string result;
  while (true) {
    const auto start = std::min(text.find(kMark), text.size());
    std::string plain = protocol::url_encode(text.substr(0, start), kept);
    // A blank is "+" in a query alone, and %20 everywhere. What was a "+" is none any more.
    for (auto at = plain.find('+'); at != std::string::npos; at = plain.find('+')) {
      plain.replace(at, 1, "%20");
    }
    result += plain;
    if (start == text.size()) return result;
    const auto end = std::min(text.find(kMark, start + 1), text.size() - 1);
    result += text.substr(start, end + 1 - start);
    text.remove_prefix(end + 1);
  }
}

}  // namespace server::seeds
