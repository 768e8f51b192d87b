#include "core/json/writer.h"

#include "core/base64.h"
#include "core/byte_words.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace core::json {
namespace {

rapidjson::SizeType length(std::string_view text) {
  return static_cast<rapidjson::SizeType>(text.size());
}

// Whether a text goes into JSON as it is: neither a quote, nor a backslash, nor a control
// character.
bool is_plain(std::string_view text) {
  using namespace byte_words;
  return !any(text, [](Word word) {
    return match_below(word, ' ') | match(word, '"') | match(word, '\\');
  });
}

// RapidJSON's writer looks at each character of a string; most strings can be copied.
class CopyingWriter : public rapidjson::Writer<rapidjson::StringBuffer> {
 public:
  using rapidjson::Writer<rapidjson::StringBuffer>::Writer;

  void string(std::string_view text) {
    if (!is_plain(text)) {
      String(text.data(), length(text));
      return;
    }
    Prefix(rapidjson::kStringType);
    quote(os_->Push(text.size() + kQuotes), text);
    EndValue(true);
  }

  // {"name":"text"}
  void object_of(std::string_view name, std::string_view text) {
    if (!is_plain(text)) {
      StartObject();
      Key(name.data(), length(name));
      String(text.data(), length(text));
      EndObject();
      return;
    }
    Prefix(rapidjson::kObjectType);
    char* out = os_->Push(name.size() + text.size() + 2 * kQuotes + 3);
    *out++ = '{';
    out = quote(out, name);
    *out++ = ':';
    *quote(out, text) = '}';
    EndValue(true);
  }

 private:
  static constexpr std::size_t kQuotes = 2;

  // Returns the end of what it wrote.
  static char* quote(char* out, std::string_view text) {
    *out++ = '"';
    out += text.copy(out, text.size());
    *out++ = '"';
    return out;
  }
};

}  // namespace

struct Writer::Impl {
  static constexpr std::size_t kUsualBytes = 1024;  // most answers have less: no growing

  rapidjson::StringBuffer buffer{nullptr, kUsualBytes};
  CopyingWriter writer{buffer};
};

Writer::Writer() : impl_(std::make_unique<Impl>()) {}
Writer::~Writer() = default;

Writer& Writer::begin_object() {
  return impl_->writer.StartObject(), *this;
}
Writer& Writer::end_object() {
  return impl_->writer.EndObject(), *this;
}
Writer& Writer::begin_array() {
  return impl_->writer.StartArray(), *this;
}
Writer& Writer::end_array() {
  return impl_->writer.EndArray(), *this;
}
Writer& Writer::key(std::string_view name) {
  return impl_->writer.string(name), *this;
}
Writer& Writer::string(std::string_view text) {
  return impl_->writer.string(text), *this;
}
Writer& Writer::whole(std::int64_t value) {
  return impl_->writer.Int64(value), *this;
}
Writer& Writer::number(double value) {
  return impl_->writer.Double(value), *this;
}
Writer& Writer::boolean(bool value) {
  return impl_->writer.Bool(value), *this;
}
Writer& Writer::null() {
  return impl_->writer.Null(), *this;
}
Writer& Writer::raw(std::string_view json) {
  return impl_->writer.RawValue(json.data(), json.size(), rapidjson::kStringType), *this;
}
Writer& Writer::object_of(std::string_view name, std::string_view text) {
  return impl_->writer.object_of(name, text), *this;
}
Writer& Writer::base64(std::string_view bytes) {
  return string(base64_encode(bytes));
}

std::string Writer::take() {
  std::string text(impl_->buffer.GetString(), impl_->buffer.GetSize());
  impl_->buffer.Clear();
  impl_->writer.Reset(impl_->buffer);
  return text;
}

}  // namespace core::json
