#include "core/api_error.h"
#include "server/operations/logs/log_filter.h"

#include <string_view>

// A filter pattern of CloudWatch Logs up to the first line break, and what follows as the message.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  try {
    const auto matches = server::operations::parse_log_filter(text.substr(0, line)).matches;
    if (line != std::string_view::npos) matches(text.substr(line + 1));
    matches(R"({"level":"error","status":503,"tags":["a","b"]})");
    matches("127.0.0.1 frank [10/Oct/2000] \"GET /a\" 404");
  } catch (const core::ApiError&) {  // not a pattern
  }
  return 0;
}
