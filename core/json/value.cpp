#include "core/json/value.h"

#include "core/json/survey.h"
#include "core/json/text_in_place.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>

namespace core::json {

Kind Value::kind() const {
  switch (raw_->GetType()) {
    case rapidjson::kNullType: return Kind::null;
    case rapidjson::kFalseType:
    case rapidjson::kTrueType: return Kind::boolean;
    case rapidjson::kObjectType: return Kind::object;
    case rapidjson::kArrayType: return Kind::array;
    case rapidjson::kStringType: return Kind::string;
    case rapidjson::kNumberType: return Kind::number;
  }
  __builtin_unreachable();
}

std::string_view Value::string() const {
  return {raw_->GetString(), raw_->GetStringLength()};
}
bool Value::boolean() const {
  return raw_->GetBool();
}
Array Value::array() const {
  return Array(*raw_);
}
Object Value::object() const {
  return Object(*raw_);
}

std::optional<std::int64_t> Value::whole() const {
  if (raw_->IsInt64()) return raw_->GetInt64();
  if (!raw_->IsDouble()) return std::nullopt;
  const double value = raw_->GetDouble();
  constexpr double kExact = 9007199254740992.0;  // beyond 2^53 a double is no exact integer
  if (std::trunc(value) != value || std::abs(value) > kExact) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::int64_t Value::integer() const {
  if (const auto exact = whole()) return *exact;
  using Limits = std::numeric_limits<std::int64_t>;
  constexpr double kTooMany = 9223372036854775808.0;  // 2^63: the first that doesn't fit
  const double value = raw_->GetDouble();
  if (value >= kTooMany) return Limits::max();
  if (value < -kTooMany) return Limits::min();
  return static_cast<std::int64_t>(value);
}

double Value::number() const {
  return raw_->GetDouble();
}

std::string Value::text() const {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  raw_->Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

std::size_t Object::size() const {
  return raw_->MemberCount();
}

Member Object::at(std::size_t index) const {
  const auto member = raw_->MemberBegin() + static_cast<std::ptrdiff_t>(index);
  return {
      {member->name.GetString(), member->name.GetStringLength()},
      Value(member->value)
  };
}

std::optional<Value> Object::find(std::string_view name) const {
  for (auto member = raw_->MemberBegin(); member != raw_->MemberEnd(); ++member) {
    if (std::string_view(member->name.GetString(), member->name.GetStringLength()) != name)
      continue;
    if (member->value.IsNull()) return std::nullopt;
    return Value(member->value);
  }
  return std::nullopt;
}

std::size_t Array::size() const {
  return raw_->Size();
}

Value Array::at(std::size_t index) const {
  return Value((*raw_)[static_cast<rapidjson::SizeType>(index)]);
}

struct Document::Parsed {
  // Enough for most requests, and small enough for the whole to be one of malloc's quick blocks.
  static constexpr std::size_t kOwnBytes = 832;
  static constexpr std::size_t kChunkBytes = 16384;

  std::string text;
  std::size_t bytes = 0;     // of the text as it came
  std::size_t brackets = 0;  // opening ones, so at least as many as there are levels
  alignas(std::max_align_t) std::array<char, kOwnBytes> own;
  rapidjson::MemoryPoolAllocator<> allocator{own.data(), own.size(), kChunkBytes};
  rapidjson::Document document{&allocator};
};

namespace {

// Refuses what nests too deep before the recursive parse meets it, and what would take too much
// memory: by brackets and commas outside of strings.
void check_shape(std::string_view text) {
  int depth = 0;
  std::size_t values = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > Document::kMaxDepth) throw ParseError("JSON nests too deep");
    } else if (c == ',') {
      if (++values >= Document::kMaxValues) throw ParseError("JSON has too many values");
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
}

// The recursion ends where the levels do.
bool is_deeper_than(int levels, const RawValue& value) {
  if (!value.IsObject() && !value.IsArray()) return false;
  if (levels == 0) return true;
  const auto deeper = [levels](const RawValue& inner) { return is_deeper_than(levels - 1, inner); };
  if (value.IsArray()) return std::any_of(value.Begin(), value.End(), deeper);
  return std::any_of(value.MemberBegin(), value.MemberEnd(),
                     [&](const auto& member) { return deeper(member.value); });
}

void check_bounds(std::string_view text, const Survey& found) {
  // RapidJSON would take it for the end, and never see what comes behind.
  if (found.controls && text.find('\0') != std::string_view::npos) {
    throw ParseError("JSON has a zero byte");
  }
  const bool looks_deep = found.brackets > Document::kMaxDepth;
  if (looks_deep || found.commas >= Document::kMaxValues) check_shape(text);
}

template <class Parsed>
void check_parsed(const Parsed& parsed) {
  if (!parsed.IsError()) return;
  throw ParseError(rapidjson::GetParseError_En(parsed.Code()));
}

// Makes a document of the parser's events. RapidJSON 1.1 itself reads 0e-70 as any number at all,
// so numbers come as they are written. A whole one that fits is kept as such, as RapidJSON would.
struct DocumentMaker {
  rapidjson::Document& document;

  // NOLINTBEGIN(readability-identifier-naming): RapidJSON's names
  bool RawNumber(const char* begin, rapidjson::SizeType size, bool) {
    const char* const end = begin + size;
    std::int64_t whole = 0;
    if (const auto read = std::from_chars(begin, end, whole); reads_all(read, end)) {
      return document.Int64(whole);
    }
    std::uint64_t large = 0;
    if (const auto read = std::from_chars(begin, end, large); reads_all(read, end)) {
      return document.Uint64(large);
    }
    double number = 0;  // what is too small for one stays 0; what is too large, the parser refused
    std::from_chars(begin, end, number);
    return document.Double(*begin == '-' && number == 0 ? -0.0 : number);
  }
  bool Null() { return document.Null(); }
  bool Bool(bool value) { return document.Bool(value); }
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }
  bool String(const char* text, rapidjson::SizeType size, bool copy) {
    return document.String(text, size, copy);
  }
  bool Key(const char* text, rapidjson::SizeType size, bool copy) {
    return document.Key(text, size, copy);
  }
  bool StartObject() { return document.StartObject(); }
  bool EndObject(rapidjson::SizeType members) { return document.EndObject(members); }
  bool StartArray() { return document.StartArray(); }
  bool EndArray(rapidjson::SizeType values) { return document.EndArray(values); }
  // NOLINTEND(readability-identifier-naming)

 private:
  static bool reads_all(const std::from_chars_result& read, const char* end) {
    return read.ec == std::errc() && read.ptr == end;
  }
};

constexpr unsigned kInPlace = rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;

// Shows the parser's events.
struct EventTeller {
  Visitor& visitor;

  // NOLINTBEGIN(readability-identifier-naming): RapidJSON's names
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return tell(Kind::number, {text, size});
  }
  bool Null() { return tell(Kind::null, {}); }
  bool Bool(bool value) { return tell(Kind::boolean, value ? "true" : "false"); }
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return tell(Kind::string, {text, size});
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    return visitor.key({text, size}), true;
  }
  bool StartObject() { return visitor.begin(Kind::object), true; }
  bool EndObject(rapidjson::SizeType) { return visitor.end(Kind::object), true; }
  bool StartArray() { return visitor.begin(Kind::array), true; }
  bool EndArray(rapidjson::SizeType) { return visitor.end(Kind::array), true; }
  // NOLINTEND(readability-identifier-naming)

 private:
  bool tell(Kind kind, std::string_view text) { return visitor.scalar(kind, text), true; }
};

template <unsigned kFlags, class Handler>
void parse_in_place(std::string& text, Handler handler) {
  TextInPlace stream(text.data(), text.size());
  check_parsed(rapidjson::GenericReader<InRuns, InRuns>().Parse<kFlags>(stream, handler));
}

// RapidJSON reads a character that the text's end cuts off as if it were whole.
constexpr std::size_t kLongestTail = 3;

template <class Handler>
void parse_in_place(std::string& text, bool is_ascii, Handler handler) {
  if (is_ascii) return parse_in_place<kInPlace>(text, handler);  // nothing to validate
  text.append(kLongestTail, '\0');
  parse_in_place<kInPlace | rapidjson::kParseValidateEncodingFlag>(text, handler);
}

}  // namespace

void visit(std::string text, Visitor& visitor) {
  const Survey found = survey(text);
  check_bounds(text, found);
  parse_in_place(text, found.ascii, EventTeller{visitor});
}

void check_syntax(std::string_view text) {
  const Survey found = survey(text);
  check_bounds(text, found);
  std::string copy(text);  // what is read in place is read several times as fast
  parse_in_place(copy, found.ascii, rapidjson::BaseReaderHandler<>());
}

Document Document::parse(std::string text) {
  const Survey found = survey(text);
  check_bounds(text, found);
  auto parsed = std::unique_ptr<Parsed>(new Parsed);  // make_unique would clear `own`
  parsed->bytes = text.size();
  parsed->text = std::move(text);
  parsed->brackets = found.brackets;
  const auto parse = [&](rapidjson::Document& into) {
    parse_in_place(parsed->text, found.ascii, DocumentMaker{into});
    return true;
  };
  parsed->document.Populate(parse);
  return Document(std::move(parsed));
}

Document::Document(std::unique_ptr<Parsed> parsed) : parsed_(std::move(parsed)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Value Document::root() const {
  return Value(parsed_->document);
}

std::size_t Document::text_bytes() const {
  return parsed_->bytes;
}

bool Document::nests_deeper_than(int levels) const {
  return parsed_->brackets > static_cast<std::size_t>(levels) &&
         is_deeper_than(levels, parsed_->document);
}

}  // namespace core::json
