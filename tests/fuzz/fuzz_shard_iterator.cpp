#include "streams/shard_iterator.h"

#include <cstdlib>

// What is taken for an iterator is one that we made: its text is the same again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto iterator = streams::parse_shard_iterator(text)) {
    if (streams::parse_shard_iterator(streams::to_text(*iterator)) != iterator) std::abort();
  }
  return 0;
}
