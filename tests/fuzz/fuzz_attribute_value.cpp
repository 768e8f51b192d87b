#include "core/api_error.h"
#include "core/json/attribute_value_json.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const auto document = core::json::Document::parse(text);
    const auto value = core::json::read_attribute_value(document.root());
    core::json::Writer writer;
    core::json::write(writer, value);
    const auto again = core::json::Document::parse(writer.take());
    if (core::json::read_attribute_value(again.root()) != value) std::abort();
  } catch (const core::ApiError&) {          // JSON, but no attribute value
  } catch (const core::json::ParseError&) {  // not JSON
  }
  return 0;
}
