#include "server/seeds/value.h"

#include "core/ascii.h"

#include <algorithm>

namespace server::seeds {
namespace {

namespace json = core::json;

// digits := ("0".."9")+, from `at` on; answers where they end.
std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && core::is_digit(text[at])) ++at;
  return at;
}

// number := "-"? ("0" | "1".."9" digits?) ("." digits)? (("e" | "E") ("+" | "-")? digits)?
bool is_json_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = at;
  at = skip_digits(text, at);
  if (at == whole || (text[whole] == '0' && at > whole + 1)) return false;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = ++at;
    at = skip_digits(text, at);
    if (at == fraction) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t exponent = at;
    at = skip_digits(text, at);
    if (at == exponent) return false;
  }
  return at == text.size();
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> texts) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

Value scalar(Value::Kind kind, std::string spelling) {
  Value value;
  value.kind = kind;
  value.text = std::move(spelling);
  return value;
}

bool equal_members(const Value& a, const Value& b) {
  return a.members.size() == b.members.size() &&
         std::all_of(a.members.begin(), a.members.end(), [&](const Value::Member& member) {
           const auto other = std::find_if(b.members.begin(), b.members.end(),
                                           [&](const auto& m) { return m.name == member.name; });
           return other != b.members.end() && equal(member.value, other->value);
         });
}

}  // namespace

bool Value::is_scalar() const {
  return kind == Kind::text || kind == Kind::number || kind == Kind::boolean;
}

const Value* Value::find(std::string_view name) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Member& member) { return member.name == name; });
  if (found == members.end() || found->value.is(Kind::null)) return nullptr;
  return &found->value;
}

Value* Value::find(std::string_view name) {
  return const_cast<Value*>(std::as_const(*this).find(name));
}

std::string Value::text_of(std::string_view name) const {
  const Value* const value = find(name);
  return value && value->is_scalar() ? value->text : std::string();
}

Value& Value::set(std::string name, Value value) {
  kind = Kind::map;
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Member& member) { return member.name == name; });
  if (found == members.end()) {
    members.push_back({std::move(name), std::move(value)});
  } else {
    found->value = std::move(value);
  }
  return *this;
}

Value& Value::set(std::string name, std::string member_text) {
  return set(std::move(name), text_value(std::move(member_text)));
}

void Value::erase(std::string_view name) {
  std::erase_if(members, [&](const Member& member) { return member.name == name; });
}

Value text_value(std::string text) {
  return scalar(Value::Kind::text, std::move(text));
}

Value number_value(std::string spelling) {
  return scalar(Value::Kind::number, std::move(spelling));
}

Value boolean_value(bool value) {
  return scalar(Value::Kind::boolean, value ? "true" : "false");
}

Value map_value(std::vector<Value::Member> members) {
  Value map;
  map.kind = Value::Kind::map;
  map.members = std::move(members);
  return map;
}

Value list_value(std::vector<Value> list) {
  Value value;
  value.kind = Value::Kind::list;
  value.list = std::move(list);
  return value;
}

Value plain_scalar(std::string text) {
  if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) return {};
  if (is_one_of(text, {"true", "True", "TRUE"})) return boolean_value(true);
  if (is_one_of(text, {"false", "False", "FALSE"})) return boolean_value(false);
  return is_json_number(text) ? number_value(std::move(text)) : text_value(std::move(text));
}

bool equal(const Value& a, const Value& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Value::Kind::null: return true;
    case Value::Kind::boolean:
    case Value::Kind::number:
    case Value::Kind::text: return a.text == b.text;
    case Value::Kind::list:
      return std::equal(a.list.begin(), a.list.end(), b.list.begin(), b.list.end(), equal);
    case Value::Kind::map: return equal_members(a, b);
  }
  return false;
}

Value from_json(const json::Value& source) {
  switch (source.kind()) {
    case json::Kind::null: return {};
    case json::Kind::boolean: return boolean_value(source.boolean());
    case json::Kind::number: return number_value(source.text());
    case json::Kind::string: return text_value(std::string(source.string()));
    case json::Kind::array: {
      Value list = list_value({});
      source.array().for_each(
          [&](const json::Value& each) { list.list.push_back(from_json(each)); });
      return list;
    }
    case json::Kind::object: {
      Value map = map_value({});
      source.object().for_each([&](const json::Member& member) {
        map.members.push_back({std::string(member.name), from_json(member.value)});
      });
      return map;
    }
  }
  return {};
}

void write_json(json::Writer& writer, const Value& value) {
  switch (value.kind) {
    case Value::Kind::null: writer.null(); break;
    case Value::Kind::boolean:
    case Value::Kind::number: writer.raw(value.text); break;
    case Value::Kind::text: writer.string(value.text); break;
    case Value::Kind::list:
      writer.begin_array();
      for (const Value& each : value.list) write_json(writer, each);
      writer.end_array();
      break;
    case Value::Kind::map:
      writer.begin_object();
      for (const auto& [name, member] : value.members) write_json(writer.key(name), member);
      writer.end_object();
      break;
  }
}

std::string to_json(const Value& value) {
  json::Writer writer;
  write_json(writer, value);
  return writer.take();
}

std::string brief(const Value& value) {
  constexpr std::size_t kMaxBytes = 120;
  std::string text = to_json(value);
  if (text.size() <= kMaxBytes) return text;
  return text.substr(0, kMaxBytes) + "…";
}

}  // namespace server::seeds
