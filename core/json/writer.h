#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace core::json {

// Writes one JSON value as compact text. Calls must form one: a key before each member's value.
class Writer {
 public:
  Writer();
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& string(std::string_view text);
  Writer& whole(std::int64_t value);
  Writer& number(double value);
  Writer& boolean(bool value);
  Writer& null();
  // A value that is JSON text already.
  Writer& raw(std::string_view json);
  // Binary as base64 text.
  Writer& base64(std::string_view bytes);

  // A member in one call.
  Writer& member(std::string_view name, std::string_view text) { return key(name).string(text); }
  // A string literal would otherwise become a bool.
  Writer& member(std::string_view name, const char* text) { return key(name).string(text); }
  Writer& member(std::string_view name, std::int64_t value) { return key(name).whole(value); }
  Writer& member(std::string_view name, int value) { return key(name).whole(value); }
  Writer& member(std::string_view name, bool value) { return key(name).boolean(value); }

  // {"name":"text"}: most of DynamoDB's values are. The name needs no escape.
  Writer& object_of(std::string_view name, std::string_view text);

  // What was written; the writer is empty again.
  std::string take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace core::json
