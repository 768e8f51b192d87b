#pragma once

#include "core/attribute_value.h"

#include <random>

namespace tests {

// Values for property tests: the same ones for the same seed.
class RandomValues {
 public:
  explicit RandomValues(unsigned seed) : random_(seed) {}

  int below(int bound) { return std::uniform_int_distribution(0, bound - 1)(random_); }
  std::string bytes(int longest);  // any bytes; many zeros and 0xFF, where encodings go wrong
  std::string text(int longest);   // ASCII
  core::Number number();
  core::AttributeValue key_value(core::AttributeType type);  // S, N or B, not empty
  core::AttributeValue value(int depth = 3);
  core::Item item(int attributes, int depth = 3);

 private:
  std::mt19937 random_;
};

}  // namespace tests
