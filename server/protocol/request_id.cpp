#include "server/protocol/request_id.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <random>
#include <string_view>

namespace server::protocol {

namespace {

// Each answer has an id of 52 characters: they are made two at a time.
using Pair = std::array<char, 2>;
constexpr unsigned kBitsPerPair = 10;
constexpr std::size_t kPairs = 26;
constexpr std::size_t kPairsPerDraw = 6;

constexpr auto kPairTable = [] {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUV";  // 5 bits a character
  std::array<Pair, 1U << kBitsPerPair> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = {kAlphabet[i / 32], kAlphabet[i % 32]};
  return table;
}();

}  // namespace

std::string new_request_id() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  std::string id(kPairs * sizeof(Pair), '\0');
  char* at = id.data();
  for (std::size_t left = kPairs; left > 0;) {
    std::uint64_t bits = random();
    const std::size_t pairs = std::min(left, kPairsPerDraw);
    for (std::size_t i = 0; i < pairs; ++i, at += sizeof(Pair), bits >>= kBitsPerPair) {
      std::memcpy(at, &kPairTable[bits % kPairTable.size()], sizeof(Pair));
    }
    left -= pairs;
  }
  return id;
}

}  // namespace server::protocol
