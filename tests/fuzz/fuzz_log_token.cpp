#include "core/api_error.h"
#include "server/operations/logs/log_tokens.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  namespace logs = server::operations;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (logs::read_text_token(logs::text_token(text)) != text) std::abort();
  try {
    logs::read_position_token(text);
  } catch (const core::ApiError&) {  // not a token
  }
  try {
    logs::read_text_token(text);
  } catch (const core::ApiError&) {
  }
  return 0;
}
