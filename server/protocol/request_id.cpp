#include "server/protocol/request_id.h"

#include <cstdint>
#include <random>

namespace server::protocol {

std::string new_request_id() {
  constexpr int kLength = 52;
  constexpr char kAlphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUV";  // 5 bits a character
  constexpr int kCharactersPerDraw = 12;
  thread_local std::mt19937_64 random{std::random_device{}()};
  std::string id(kLength, '\0');
  std::uint64_t bits = 0;
  for (int i = 0; i < kLength; ++i) {
    if (i % kCharactersPerDraw == 0) bits = random();
    id[static_cast<std::size_t>(i)] = kAlphabet[bits & 31U];
    bits >>= 5U;
  }
  return id;
}

}  // namespace server::protocol
