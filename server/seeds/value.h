#pragma once

#include "core/json/value.h"
#include "core/json/writer.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::seeds {

class Fault;

// A value of a seed or a template, as a tree of its own: JSON and YAML are read into it, intrinsic
// functions replace parts of it, requests are written from it. It remembers where it stood.
struct Value {
  enum class Kind { null, boolean, number, text, list, map };
  struct Member;

  Kind kind = Kind::null;
  std::string text = {};  // of a text; a number's and a boolean's own spelling
  std::string tag = {};   // YAML's, without its "!": "Ref", "GetAtt"
  std::vector<Value> list;
  std::vector<Member> members;  // in the file's order
  std::size_t line = 0;         // from 1 on; 0: it isn't known
  // Why there is no such value: whoever needs it throws this. Nobody else minds.
  std::shared_ptr<const Fault> fault = {};

  bool is(Kind other) const { return kind == other; }
  // A text, a number or a boolean: what has a spelling.
  bool is_scalar() const;

  // nullptr: there is none, or this is no map. A null counts as none, as AWS has it.
  const Value* find(std::string_view name) const;
  Value* find(std::string_view name);
  // The member's spelling; "" when there is none with one.
  std::string text_of(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }

  // Replaces or adds a member; answers this value, which becomes a map if it was null.
  Value& set(std::string name, Value value);
  Value& set(std::string name, std::string text);
  void erase(std::string_view name);
};

struct Value::Member {
  std::string name;
  Value value;
};

Value text_value(std::string text);
Value number_value(std::string spelling);
Value boolean_value(bool value);
Value map_value(std::vector<Value::Member> members);
Value list_value(std::vector<Value> list);

// What a plain YAML scalar is by YAML's core schema, as far as JSON has it too: "true", "null",
// "~", numbers that JSON would read as such. Everything else is text: "000000000042", "2012-10-17".
Value plain_scalar(std::string text);

// Whether both say the same, wherever they stood. Members have no order; numbers are compared as
// they are spelled.
bool equal(const Value& a, const Value& b);

Value from_json(const core::json::Value& json);
void write_json(core::json::Writer& writer, const Value& value);
std::string to_json(const Value& value);

// Shortened, for messages.
std::string brief(const Value& value);

}  // namespace server::seeds
