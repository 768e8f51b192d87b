#include "core/json/value.h"

#include <cstdlib>
#include <string>

// A body that is JSON is the same value when it was written and read again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using core::json::Document;
  try {
    const Document document =
        Document::parse(std::string(reinterpret_cast<const char*>(data), size));
    const std::string text = document.root().text();
    if (Document::parse(text).root().text() != text) std::abort();
  } catch (const core::json::ParseError&) {
  }
  return 0;
}
