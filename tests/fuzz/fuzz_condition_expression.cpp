#include "core/api_error.h"
#include "core/expressions/evaluate_condition.h"
#include "core/expressions/parser.h"
#include "tests/fuzz/placeholders.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto placeholders = fuzz::some_placeholders();
  try {
    const auto condition =
        core::expressions::parse_condition(text, "ConditionExpression", placeholders);
    const core::Item item{
        {"a", core::AttributeValue(core::Number(1))}
    };
    core::expressions::holds(condition, &item);
    core::expressions::holds(condition, nullptr);
  } catch (const core::ApiError&) {  // not such an expression
  }
  return 0;
}
