#include "server/operations/queues/receipt_handle.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  namespace queues = server::operations;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto handle = queues::parse_receipt_handle(text)) {
    if (queues::to_text(*handle) != text) std::abort();
  }
  return 0;
}
