#include "core/api_error.h"
#include "lambda-host/functions/function_reference.h"

#include <cstdlib>

// A name that is taken for one names the same function by its ARN.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace lambda_host;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const core::Scope caller{core::AccountId("000000000000"), core::Region("us-east-1")};
  try {
    const auto reference = parse_new_function_reference(text, caller);
    const auto again = parse_new_function_reference(qualified_arn(reference), reference.scope);
    if (again.name != reference.name || again.scope != reference.scope) std::abort();
  } catch (const core::ApiError&) {  // not a name
  }
  return 0;
}
