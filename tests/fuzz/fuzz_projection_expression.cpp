#include "core/api_error.h"
#include "core/expressions/parser.h"
#include "core/expressions/project.h"
#include "tests/fuzz/placeholders.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto placeholders = fuzz::some_placeholders();
  try {
    const auto projection = core::expressions::parse_projection(text, placeholders);
    const core::Item item{
        {"a", core::AttributeValue(core::List{core::AttributeValue()})}
    };
    core::expressions::project(projection, item);
  } catch (const core::ApiError&) {  // not such an expression
  }
  return 0;
}
