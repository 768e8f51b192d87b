#include "core/json/writer.h"

#include "core/base64.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace core::json {
namespace {

rapidjson::SizeType length(std::string_view text) {
  return static_cast<rapidjson::SizeType>(text.size());
}

}  // namespace

struct Writer::Impl {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
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
  return impl_->writer.Key(name.data(), length(name)), *this;
}
Writer& Writer::string(std::string_view text) {
  return impl_->writer.String(text.data(), length(text)), *this;
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
