#include "core/number.h"

#include "core/api_error.h"
#include "core/ascii.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <limits>

// The error texts are AWS's, as observed through its API. Arithmetic differs from storing: a sum
// that needs more than 38 digits is reported as an overflow (seen for 1e50 + 1).
namespace core {
namespace {

using Coefficient = Number::Coefficient;

constexpr int kMaxMagnitude = 125;
constexpr int kMinMagnitude = -130;

constexpr const char* kNotNumeric = "The parameter cannot be converted to a numeric value";
constexpr const char* kTooManyDigits =
    "Attempting to store more than 38 significant digits in a Number";
constexpr const char* kOverflow =
    "Number overflow. Attempting to store a number with magnitude larger than supported range";
constexpr const char* kUnderflow =
    "Number underflow. Attempting to store a number with magnitude smaller than supported range";

// 10^0 to 10^38: all the powers of ten that a coefficient holds.
constexpr auto kPowersOfTen = [] {
  std::array<Coefficient, Number::kMaxDigits + 1> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

Coefficient power_of_ten(int exponent) {
  return kPowersOfTen[static_cast<std::size_t>(exponent)];
}

int bit_width(Coefficient value) {
  const auto high = static_cast<std::uint64_t>(value >> 64);
  if (high != 0) return 128 - std::countl_zero(high);
  return 64 - std::countl_zero(static_cast<std::uint64_t>(value));
}

int count_digits(Coefficient value) {
  if (value == 0) return 1;
  const int estimate = bit_width(value) * 1233 >> 12;  // 1233 / 4096 is about log10(2)
  return estimate + (value >= power_of_ten(estimate) ? 1 : 0);
}

// Moves trailing zeros from the coefficient, which isn't 0, to the exponent.
template <class Unsigned>
Unsigned strip_zeros(Unsigned coefficient, int& exponent) {
  for (; coefficient % 10 == 0; coefficient /= 10) ++exponent;
  return coefficient;
}

Coefficient strip_trailing_zeros(Coefficient coefficient, int& exponent) {
  if (coefficient >> 64 != 0) return strip_zeros(coefficient, exponent);
  return strip_zeros(static_cast<std::uint64_t>(coefficient), exponent);  // the quicker division
}

void check_magnitude(std::int64_t magnitude) {
  if (magnitude > kMaxMagnitude) throw_validation(kOverflow);
  if (magnitude < kMinMagnitude) throw_validation(kUnderflow);
}

std::string not_numeric(std::string_view text) {
  return std::string(kNotNumeric) + ": " + std::string(text);
}

[[noreturn]] void throw_not_numeric(std::string_view text) {
  throw_validation(Wording{not_numeric(text), text.empty() ? kNotNumeric : not_numeric(text)});
}

// A number's text taken apart, before any limit is applied. Of more than 38 significant digits
// only the first ones are in the coefficient.
struct Scanned {
  Coefficient coefficient = 0;
  std::int64_t digits = 0;            // from the first to the last that isn't 0
  std::int64_t exponent = 0;          // of the last digit that isn't 0
  std::int64_t unit = 0;              // the exponent of the last digit as it is written
  std::int64_t written_exponent = 0;  // behind the "e"
};

// The exponent of the first digit.
std::int64_t magnitude_of(const Scanned& scanned) {
  return scanned.digits == 0 ? scanned.exponent : scanned.exponent + scanned.digits - 1;
}

// What the older front end says of a number that is out of range. It reads with Java's BigDecimal.
// The exponent must fit into an int there, and so must the scale, the negated exponent of the last
// digit. An int is also the difference of precision and scale by which it tells large from small:
// at 1e2147483647 that wraps [AWS].
std::string out_of_range_in_java(std::string_view text, const Scanned& scanned) {
  using Int = std::numeric_limits<std::int32_t>;
  const auto fits = [](std::int64_t value) { return value >= Int::min() && value <= Int::max(); };
  if (!fits(scanned.written_exponent) || !fits(-scanned.unit)) return not_numeric(text);
  const std::int64_t magnitude = magnitude_of(scanned);
  const bool wraps = magnitude + 1 > Int::max();
  return magnitude > kMaxMagnitude && !wraps ? kOverflow : kUnderflow;
}

// Of 0, too: 0e126 is an overflow [AWS].
void check_range(std::string_view text, const Scanned& scanned) {
  const std::int64_t magnitude = magnitude_of(scanned);
  if (magnitude >= kMinMagnitude && magnitude <= kMaxMagnitude) return;
  throw_validation(Wording{magnitude > kMaxMagnitude ? kOverflow : kUnderflow,
                           out_of_range_in_java(text, scanned)});
}

// digits ["." digits] | "." digits; moves `at` behind them. False when there is no digit.
bool scan_digits(const char*& at, const char* end, Scanned& scanned) {
  bool any = false;
  bool fraction = false;
  std::int64_t zeros = 0;  // seen after a significant digit; they count once another follows
  for (; at != end; ++at) {
    if (*at == '.' && !fraction) {
      fraction = true;
      continue;
    }
    if (!is_digit(*at)) break;
    any = true;
    if (fraction) --scanned.exponent;
    if (*at == '0') {
      if (scanned.digits > 0) ++zeros;
      continue;
    }
    scanned.digits += zeros + 1;
    if (scanned.digits <= Number::kMaxDigits) {
      const Coefficient scale = zeros == 0 ? 10 : power_of_ten(static_cast<int>(zeros) + 1);
      scanned.coefficient = scanned.coefficient * scale + static_cast<unsigned>(*at - '0');
    }
    zeros = 0;
  }
  scanned.unit = scanned.exponent;
  scanned.exponent += zeros;
  return any;
}

// ("e" | "E") ["+" | "-"] digits. False when there is no digit, or for an exponent of more than 64
// bits: to AWS that is no number. Another huge one saturates: it is out of range all the same.
bool scan_exponent(const char*& at, const char* end, Scanned& scanned) {
  constexpr std::int64_t kHuge = 1'000'000'000'000;  // and longer than any text's row of zeros
  ++at;
  bool negative = false;
  if (at != end && (*at == '+' || *at == '-')) negative = *at++ == '-';
  if (at == end) return false;
  std::int64_t exponent = 0;
  for (; at != end && is_digit(*at); ++at) {
    if (__builtin_mul_overflow(exponent, 10, &exponent)) return false;
    if (__builtin_add_overflow(exponent, *at - '0', &exponent)) return false;
  }
  exponent = std::min(exponent, kHuge);
  if (negative) exponent = -exponent;
  scanned.exponent += exponent;
  scanned.unit += exponent;
  scanned.written_exponent = exponent;
  return true;
}

std::string digits_text(Coefficient value) {
  constexpr int kChunk = 19;  // digits that always fit into 64 bits
  char buffer[kChunk + 1];
  const auto print = [&buffer](Coefficient part) {
    const auto end = std::to_chars(buffer, std::end(buffer), static_cast<std::uint64_t>(part)).ptr;
    return std::string_view(buffer, static_cast<std::size_t>(end - buffer));
  };
  if (value >> 64 == 0) return std::string(print(value));
  std::string text(print(value / power_of_ten(kChunk)));
  const std::string_view low = print(value % power_of_ten(kChunk));
  return text.append(kChunk - low.size(), '0').append(low);
}

// |a| * 10^exponent(a) + |b| * 10^exponent(b), or their difference, over the smaller exponent.
struct Aligned {
  Coefficient a;
  Coefficient b;
  int exponent;
};

// Where one doesn't fit, no sum or difference has 38 digits: the other is below 10^38.
Coefficient scale_up(Coefficient coefficient, int by) {
  Coefficient scaled = 0;
  if (by > Number::kMaxDigits || __builtin_mul_overflow(coefficient, power_of_ten(by), &scaled)) {
    throw_validation(kOverflow);
  }
  return scaled;
}

Aligned align(const Number& a, const Number& b) {
  const int exponent = std::min(a.exponent(), b.exponent());
  return {scale_up(a.coefficient(), a.exponent() - exponent),
          scale_up(b.coefficient(), b.exponent() - exponent), exponent};
}

std::strong_ordering compare_magnitudes(const Number& a, const Number& b) {
  if (a.magnitude() != b.magnitude()) return a.magnitude() <=> b.magnitude();
  // Equal first places: the exponents differ by less than 38, and both fit when aligned.
  const int exponent = std::min(a.exponent(), b.exponent());
  return a.coefficient() * power_of_ten(a.exponent() - exponent) <=>
         b.coefficient() * power_of_ten(b.exponent() - exponent);
}

}  // namespace

Number::Number(std::int64_t value) {
  if (value == 0) return;
  negative_ = value < 0;
  const auto bits = static_cast<std::uint64_t>(value);
  int exponent = 0;
  coefficient_ = strip_zeros(negative_ ? 0 - bits : bits, exponent);
  exponent_ = static_cast<std::int16_t>(exponent);
}

Number Number::parse(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  Number number;
  if (at != end && (*at == '-' || *at == '+')) number.negative_ = *at++ == '-';
  Scanned scanned;
  if (!scan_digits(at, end, scanned)) throw_not_numeric(text);
  if (at != end && (*at == 'e' || *at == 'E') && !scan_exponent(at, end, scanned)) {
    throw_not_numeric(text);
  }
  if (at != end) throw_not_numeric(text);
  check_range(text, scanned);
  if (scanned.digits == 0) return {};
  if (scanned.digits > kMaxDigits) throw_validation(kTooManyDigits);
  number.coefficient_ = scanned.coefficient;
  number.exponent_ = static_cast<std::int16_t>(scanned.exponent);
  return number;
}

Number Number::from_parts(bool negative, Coefficient coefficient, int exponent) {
  if (coefficient == 0) return {};
  Number number;
  number.negative_ = negative;
  number.coefficient_ = strip_trailing_zeros(coefficient, exponent);
  const int digits = count_digits(number.coefficient_);
  check_magnitude(std::int64_t{exponent} + digits - 1);
  if (digits > kMaxDigits) throw_validation(kTooManyDigits);
  number.exponent_ = static_cast<std::int16_t>(exponent);
  return number;
}

std::string Number::text() const {
  std::string text = digits_text(coefficient_);
  const int whole_digits = static_cast<int>(text.size()) + exponent_;
  if (exponent_ > 0) {
    text.append(static_cast<std::size_t>(exponent_), '0');
  } else if (exponent_ < 0 && whole_digits > 0) {
    text.insert(static_cast<std::size_t>(whole_digits), 1, '.');
  } else if (exponent_ < 0) {
    text.insert(0, static_cast<std::size_t>(-whole_digits), '0').insert(0, "0.");
  }
  if (negative_) text.insert(text.begin(), '-');
  return text;
}

int Number::magnitude() const {
  return is_zero() ? 0 : exponent_ + digits() - 1;
}

int Number::digits() const {
  return count_digits(coefficient_);
}

Number operator+(const Number& a, const Number& b) {
  if (a.is_zero()) return b;
  if (b.is_zero()) return a;
  const Aligned aligned = align(a, b);
  Coefficient result = 0;
  bool negative = a.negative_;
  if (a.negative_ != b.negative_) {
    if (aligned.b > aligned.a) negative = b.negative_;
    result = std::max(aligned.a, aligned.b) - std::min(aligned.a, aligned.b);
  } else if (__builtin_add_overflow(aligned.a, aligned.b, &result)) {
    throw_validation(kOverflow);
  }
  if (result == 0) return {};
  int exponent = aligned.exponent;
  result = strip_trailing_zeros(result, exponent);
  if (count_digits(result) > Number::kMaxDigits) throw_validation(kOverflow);
  return Number::from_parts(negative, result, exponent);
}

Number operator-(const Number& a, const Number& b) {
  return a + -b;
}

Number Number::operator-() const {
  Number number = *this;
  number.negative_ = !negative_ && !is_zero();
  return number;
}

std::strong_ordering operator<=>(const Number& a, const Number& b) {
  const auto sign = [](const Number& n) { return n.is_zero() ? 0 : n.is_negative() ? -1 : 1; };
  if (sign(a) != sign(b)) return sign(a) <=> sign(b);
  if (a.is_zero()) return std::strong_ordering::equal;
  return a.is_negative() ? compare_magnitudes(b, a) : compare_magnitudes(a, b);
}

}  // namespace core
