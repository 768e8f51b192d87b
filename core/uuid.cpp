#include "core/uuid.h"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <random>

namespace core {
namespace {

using Engine = std::mt19937_64;

Engine make_engine() {
  std::random_device device;
  std::array<std::random_device::result_type, 16> entropy{};
  std::generate(entropy.begin(), entropy.end(), std::ref(device));
  std::seed_seq seed(entropy.begin(), entropy.end());
  return Engine(seed);
}

Engine& engine() {
  thread_local Engine engine = make_engine();
  return engine;
}

}  // namespace

std::string random_uuid() {
  return boost::uuids::to_string(boost::uuids::basic_random_generator<Engine>(engine())());
}

bool is_uuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  constexpr std::string_view kDigits = "0123456789abcdef";
  return std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(), [&](char c, char form) {
    return form == '-' ? c == '-' : kDigits.find(c) != std::string_view::npos;
  });
}

std::string random_hex(std::size_t digits) {
  constexpr char kDigits[] = "0123456789abcdef";
  constexpr std::size_t kDigitsPerDraw = 16;
  std::string text(digits, '0');
  Engine::result_type bits = 0;
  for (std::size_t i = 0; i < digits; ++i, bits >>= 4) {
    if (i % kDigitsPerDraw == 0) bits = engine()();
    text[i] = kDigits[bits & 0x0F];
  }
  return text;
}

}  // namespace core
