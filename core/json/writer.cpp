#include "core/json/writer.h"

#include "core/base64.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace core::json {
namespace {

rapidjson::SizeType length(std::string_view text) {
  return static_cast<rapidjson::SizeType>(text.size());
}

// Whether a text goes into JSON as it is, looking at eight bytes at a time: neither a quote, nor a
// backslash, nor a control character.
bool is_plain(std::string_view text) {
  constexpr std::uint64_t kEachByte = 0x0101010101010101;
  const auto has_zero = [](std::uint64_t word) {
    return (word - kEachByte) & ~word & kEachByte * 0x80;
  };
  std::uint64_t found = 0;
  for (std::size_t at = 0; at < text.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t word = kEachByte * ' ';
    std::memcpy(&word, text.data() + at, std::min(sizeof word, text.size() - at));
    const std::uint64_t controls = (word - kEachByte * 0x20) & ~word & kEachByte * 0x80;
    found |= controls | has_zero(word ^ kEachByte * '"') | has_zero(word ^ kEachByte * '\\');
  }
  return found == 0;
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
    char* out = os_->Push(text.size() + 2);
    *out = '"';
    std::copy(text.begin(), text.end(), out + 1);
    out[text.size() + 1] = '"';
    EndValue(true);
  }
};

}  // namespace

struct Writer::Impl {
  rapidjson::StringBuffer buffer;
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
