#include "core/json/survey.h"

#include "core/byte_words.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace core::json {
namespace {

// Sixteen bytes at a time, each in a lane of its own: compilers make one vector instruction of what
// a loop over the lanes does.
struct Lanes {
  static constexpr std::size_t kBytes = 16;
  static constexpr std::size_t kMaxRounds = 255;  // what a lane counts to
  using Lane = std::array<unsigned char, kBytes>;

  Lane all{};
  Lane controls{};
  Lane brackets{};
  Lane commas{};

  void look_at(const char* text) {
    for (std::size_t i = 0; i < kBytes; ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      all[i] |= byte;
      controls[i] |= static_cast<unsigned char>(byte < ' ');
      brackets[i] = next(brackets[i], (byte | 0x20) == '{');  // '[' and '{' differ in one bit
      commas[i] = next(commas[i], byte == ',');
    }
  }

  void add_to(Survey& found) const {
    found.ascii &= (either(all) & byte_words::kHighBits) == 0;
    found.controls |= either(controls) != 0;
    found.brackets += sum(brackets);
    found.commas += sum(commas);
  }

 private:
  static unsigned char next(unsigned char count, bool more) {
    return static_cast<unsigned char>(count + (more ? 1 : 0));
  }
  static std::uint64_t half(const Lane& lane, std::size_t begin) {
    return byte_words::load(reinterpret_cast<const char*>(lane.data()) + begin);
  }
  static std::uint64_t either(const Lane& lane) { return half(lane, 0) | half(lane, 8); }
  static std::size_t sum(const Lane& lane) {
    constexpr std::uint64_t kEvenBytes = 0x00ff00ff00ff00ff;
    std::uint64_t pairs = 0;
    for (const std::uint64_t bytes : {half(lane, 0), half(lane, 8)}) {
      pairs += (bytes & kEvenBytes) + (bytes >> 8 & kEvenBytes);
    }
    return pairs * 0x0001000100010001 >> 48;
  }
};

}  // namespace

Survey survey(std::string_view text) {
  Survey found;
  while (!text.empty()) {
    Lanes lanes;
    const std::size_t bytes = std::min(text.size(), Lanes::kMaxRounds * Lanes::kBytes);
    std::size_t at = 0;
    for (; at + Lanes::kBytes <= bytes; at += Lanes::kBytes) lanes.look_at(text.data() + at);
    if (at < bytes) {
      std::array<char, Lanes::kBytes> rest;
      rest.fill(' ');
      std::memcpy(rest.data(), text.data() + at, bytes - at);
      lanes.look_at(rest.data());
    }
    lanes.add_to(found);
    text.remove_prefix(bytes);
  }
  return found;
}

}  // namespace core::json
