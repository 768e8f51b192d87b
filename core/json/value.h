#pragma once

#include <rapidjson/fwd.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

// Reading JSON. Views over a document that RapidJSON parsed in place; cheap to copy, valid as long
// as their Document. No other file than value.cpp and writer.cpp includes RapidJSON's code.
namespace core::json {

using RawValue = rapidjson::GenericValue<rapidjson::UTF8<char>,
                                         rapidjson::MemoryPoolAllocator<rapidjson::CrtAllocator>>;

// The text isn't JSON.
class ParseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class Kind { null, boolean, number, string, array, object };

class Object;
class Array;

class Value {
 public:
  explicit Value(const RawValue& raw) : raw_(&raw) {}

  Kind kind() const;
  bool is(Kind kind) const { return this->kind() == kind; }

  // Each of these needs a value of its kind: ask first.
  std::string_view string() const;
  bool boolean() const;
  Array array() const;
  Object object() const;
  // A number that is a whole one and fits; nullopt otherwise ("1.5", "1e40").
  std::optional<std::int64_t> whole() const;
  // A number as AWS reads it where it wants an integer: a fraction is dropped, and what doesn't fit
  // becomes the nearest that does.
  std::int64_t integer() const;
  double number() const;

  // The value as JSON text again.
  std::string text() const;

 private:
  const RawValue* raw_;
};

struct Member {
  std::string_view name;
  Value value;
};

class Object {
 public:
  explicit Object(const RawValue& raw) : raw_(&raw) {}

  std::size_t size() const;
  bool empty() const { return size() == 0; }
  Member at(std::size_t index) const;  // in the text's order
  // nullopt when there is no such member, or it is null: AWS treats both alike.
  std::optional<Value> find(std::string_view name) const;

  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0, n = size(); i < n; ++i) visit(at(i));
  }

 private:
  const RawValue* raw_;
};

class Array {
 public:
  explicit Array(const RawValue& raw) : raw_(&raw) {}

  std::size_t size() const;
  bool empty() const { return size() == 0; }
  Value at(std::size_t index) const;

  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0, n = size(); i < n; ++i) visit(at(i));
  }

 private:
  const RawValue* raw_;
};

class Document {
 public:
  // Takes the text over and parses it in place. Throws ParseError for text that isn't one JSON
  // value, is not UTF-8, nests deeper than kMaxDepth, or has more than kMaxValues values.
  static Document parse(std::string text);
  static constexpr int kMaxDepth = 512;
  // Each takes 16 bytes, and its name as many. No request that AWS accepts has so many: in 16 MB
  // there is room for 4 million strings of one letter, which a set can't hold.
  static constexpr std::size_t kMaxValues = 4'000'000;

  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  Value root() const;
  std::size_t text_bytes() const;
  // Whether there are more than `levels` objects and arrays within one another.
  bool nests_deeper_than(int levels) const;

 private:
  struct Parsed;
  explicit Document(std::unique_ptr<Parsed> parsed);
  std::unique_ptr<Parsed> parsed_;
};

// Sees what a text has, in its order. Texts are views, valid during the call.
class Visitor {
 public:
  virtual ~Visitor() = default;
  virtual void begin(Kind kind) = 0;  // an object or an array
  virtual void end(Kind kind) = 0;
  virtual void key(std::string_view name) = 0;
  // What a string says, a number as it is written, "true" or "false"; null has none.
  virtual void scalar(Kind kind, std::string_view text) = 0;
};
// Shows the text without making a document of it: for what may have millions of values, few of
// which matter. Throws the ParseError that Document::parse would throw, maybe behind some calls.
void visit(std::string text, Visitor& visitor);

// Throws the ParseError that Document::parse would throw; makes nothing of the text.
void check_syntax(std::string_view text);

}  // namespace core::json
