#include "core/time_text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace core {
namespace {

using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::tm utc(TimePoint time) {
  return fmt::gmtime(floor<seconds>(time).time_since_epoch().count());
}

}  // namespace

std::string iso_milliseconds(TimePoint time) {
  const auto fraction = floor<milliseconds>(time) - floor<seconds>(time);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}", utc(time), fraction.count());
}

std::string iso_date(TimePoint time) {
  return fmt::format("{:%Y-%m-%d}", utc(time));
}

std::string epoch_seconds_text(TimePoint time) {
  const auto total = epoch_milliseconds(time);
  return fmt::format("{}.{:03}", total / 1000, total % 1000);
}

std::string exponent_seconds_text(TimePoint time) {
  const std::string digits = fmt::format("{}", floor<seconds>(time).time_since_epoch().count());
  std::string fraction = digits.substr(1);
  while (fraction.size() > 1 && fraction.back() == '0') fraction.pop_back();
  if (fraction.empty()) fraction = "0";
  return fmt::format("{}.{}E{}", digits[0], fraction, digits.size() - 1);
}

}  // namespace core
