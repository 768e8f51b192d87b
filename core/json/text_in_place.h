#pragma once

#include "core/byte_words.h"

#include <rapidjson/encodings.h>
#include <rapidjson/reader.h>
#include <rapidjson/stream.h>

#include <cstddef>
#include <cstring>

// RapidJSON reads a string character by character. It asks an encoding how to pass one on, though,
// and this one passes on as many as there are until something has to be looked at.
namespace core::json {

struct InRuns : rapidjson::UTF8<> {};

// A text that is parsed in place. What stands behind its last byte is zero.
struct TextInPlace : rapidjson::GenericInsituStringStream<InRuns> {
  TextInPlace(char* text, std::size_t size)
      : rapidjson::GenericInsituStringStream<InRuns>(text), end(text + size) {}

  // Takes the next character, which must be neither a quote, nor a backslash, nor a control
  // character, and those like it that follow; of the text's last eight, one.
  void take_run() {
    using namespace byte_words;
    const char* at = src_;
    Word found = 0;
    while (static_cast<std::size_t>(end - at) >= kBytes) {
      const Word word = load(at);
      found = match_below(word, ' ') | match(word, '"') | match(word, '\\');
      if (found != 0) break;
      at += kBytes;
    }
    if (found != 0) at += first_of(found);
    const auto size = at == src_ ? 1 : static_cast<std::size_t>(at - src_);
    if (dst_ != src_) std::memmove(dst_, src_, size);
    src_ += size;
    dst_ += size;
  }

  const char* end;
};

}  // namespace core::json

// NOLINTBEGIN(readability-identifier-naming): RapidJSON's names
namespace rapidjson {

template <>
struct Transcoder<core::json::InRuns, core::json::InRuns> {
  template <class To>  // `from` itself; RapidJSON also names what it isn't read into
  static bool Transcode(core::json::TextInPlace& from, To&) {
    from.take_run();
    return true;
  }
  template <class To>
  static bool Validate(core::json::TextInPlace& from, To& to) {
    return UTF8<>::Validate(from, to);
  }
};

// A copy of it is on the stack while a string is read.
template <>
struct StreamTraits<core::json::TextInPlace> {
  enum { copyOptimization = 1 };
};

// Mostly there is none, and nothing to copy.
template <>
inline void SkipWhitespace(core::json::TextInPlace& text) {
  while (*text.src_ == ' ' || *text.src_ == '\n' || *text.src_ == '\r' || *text.src_ == '\t') {
    ++text.src_;
  }
}

}  // namespace rapidjson
// NOLINTEND(readability-identifier-naming)
