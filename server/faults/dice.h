#pragma once

#include <cstdint>

namespace server::faults {

// Numbers that look like chance and are the same for the same seed, on every machine and with every
// standard library: SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
// generators"). A distribution of <random> may differ from library to library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  // From 0 up to, but without, 1: 53 bits of it.
  double next() {
    constexpr int kUnusedBits = 11;
    constexpr double kUnit = 0x1p-53;
    return static_cast<double>(bits() >> kUnusedBits) * kUnit;
  }

 private:
  std::uint64_t bits() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace server::faults
