#include "server/protocol/request_id.h"

#include <array>
#include <cstdint>
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
  std::string id(2 * kPairs, '\0');
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < kPairs; ++i) {
    if (i % kPairsPerDraw == 0) bits = random();
    const Pair& pair = kPairTable[bits % kPairTable.size()];
    id[2 * i] = pair[0];
    id[2 * i + 1] = pair[1];
    bits >>= kBitsPerPair;
  }
  return id;
}

}  // namespace server::protocol
