#include "core/api_error.h"
#include "core/expressions/apply_update.h"
#include "core/expressions/parser.h"
#include "tests/fuzz/placeholders.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto placeholders = fuzz::some_placeholders();
  try {
    const auto update = core::expressions::parse_update(text, placeholders);
    const core::Item item{
        {"a", core::AttributeValue(core::Number(1))                   },
        {"b", core::AttributeValue(core::List{core::AttributeValue()})}
    };
    core::expressions::apply_update(update, item);
  } catch (const core::ApiError&) {  // not such an expression, or it doesn't fit the item
  }
  return 0;
}
