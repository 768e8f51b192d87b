#include "core/api_error.h"
#include "core/expressions/key_condition.h"
#include "core/expressions/parser.h"
#include "tests/fuzz/placeholders.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto placeholders = fuzz::some_placeholders();
  try {
    core::expressions::key_condition_of(
        core::expressions::parse_condition(text, "KeyConditionExpression", placeholders));
  } catch (const core::ApiError&) {  // not such an expression
  }
  return 0;
}
