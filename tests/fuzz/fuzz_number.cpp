#include "core/api_error.h"
#include "core/number.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto number = core::Number::parse(text);
    if (core::Number::parse(number.text()) != number) std::abort();
  } catch (const core::ApiError&) {  // not a number, or none of ours
  }
  return 0;
}
