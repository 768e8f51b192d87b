#include "core/time_text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <ctime>

namespace core {
namespace {

using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::tm utc(WallTime time) {
  return fmt::gmtime(floor<seconds>(time).time_since_epoch().count());
}

// Takes so many digits, and what must follow them, off the text.
std::optional<int> take_digits(std::string_view& text, std::size_t count, std::string_view end) {
  if (text.size() < count + end.size() || text.substr(count, end.size()) != end)
    return std::nullopt;
  int number = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(count + end.size());
  return number;
}

// ".49" is 490 milliseconds; "" none.
std::optional<Duration> read_fraction(std::string_view text) {
  if (text.empty()) return Duration::zero();
  std::string digits(text.substr(1));
  if (text.front() != '.' || digits.empty() || digits.size() > 6) return std::nullopt;
  digits.resize(6, '0');
  std::string_view rest = digits;
  const auto microseconds = take_digits(rest, 6, "");
  if (!microseconds) return std::nullopt;
  return Duration(*microseconds);
}

}  // namespace

std::string iso_milliseconds(WallTime time) {
  const auto fraction = floor<milliseconds>(time) - floor<seconds>(time);
  return fmt::format("{}.{:03}", iso_seconds(time), fraction.count());
}

std::string iso_seconds(WallTime time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}", utc(time));
}

std::string iso_date(WallTime time) {
  return fmt::format("{:%Y-%m-%d}", utc(time));
}

std::string http_date(WallTime time) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S GMT}", utc(time));
}

// Names of days and months are English, since the program stays in the locale "C".
std::optional<WallTime> parse_http_date(std::string_view text) {
  std::tm parts{};
  const std::string date(text);
  const char* const end = ::strptime(date.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (end != date.c_str() + date.size() || date.empty()) return std::nullopt;
  return WallTime(seconds(::timegm(&parts)));
}

std::string epoch_seconds_text(WallTime time) {
  const auto total = epoch_milliseconds(time);
  return fmt::format("{}.{:03}", total / 1000, total % 1000);
}

std::optional<WallTime> parse_iso_time(std::string_view text) {
  if (text.ends_with('Z')) text.remove_suffix(1);
  constexpr std::array<std::string_view, 6> kEnds = {"-", "-", "T", ":", ":", ""};
  std::array<int, 6> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part = take_digits(text, i == 0 ? 4 : 2, kEnds[i]);
    if (!part) return std::nullopt;
    parts[i] = *part;
  }
  const auto [year, month, day, hour, minute, second] = parts;
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  const auto fraction = read_fraction(text);
  if (year < 1970 || !date.ok() || !fraction || hour > 23 || minute > 59 || second > 59)
    return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         seconds(second) + *fraction;
}

std::string exponent_seconds_text(WallTime time) {
  std::string text = std::to_string(floor<seconds>(time).time_since_epoch().count());
  const std::string exponent = std::to_string(text.size() - 1);
  text.insert(1, ".");
  while (text.size() > 3 && text.back() == '0') text.pop_back();
  if (text.size() == 2) text += '0';
  return text + 'E' + exponent;
}

}  // namespace core
