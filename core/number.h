#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace core {

// DynamoDB's number: a decimal of up to 38 significant digits, exact in every operation.
// Magnitude: zero, or 1E-130 to 9.9999999999999999999999999999999999999E+125.
//
// Invariant: value = (negative ? -1 : 1) * coefficient * 10^exponent, where the coefficient has no
// trailing zero; zero is {0, 0, positive}. So equal values have equal members and one text.
class Number {
 public:
  __extension__ using Coefficient = unsigned __int128;  // 38 digits fit into 127 bits
  static constexpr int kMaxDigits = 38;

  Number() = default;
  explicit Number(std::int64_t value);

  // Reads what AWS accepts: "-1.50", "+1", "1e5", ".5", "00012". Throws ApiError(validation) with
  // AWS's text for text that isn't a number, has more than 38 digits, or is out of range; the
  // older front end words some exponents differently.
  static Number parse(std::string_view text);

  // Canonical text, as DynamoDB returns it: "1000", "-0.5", "1.5"; never an exponent. parse() of it
  // gives the same number.
  std::string text() const;

  // Exact. Throw ApiError(validation) when the result is out of range, or needs more than 38
  // digits: AWS calls that an overflow, too.
  friend Number operator+(const Number& a, const Number& b);
  friend Number operator-(const Number& a, const Number& b);
  Number operator-() const;

  bool is_zero() const { return coefficient_ == 0; }
  bool is_negative() const { return negative_; }
  Coefficient coefficient() const { return coefficient_; }
  int exponent() const { return exponent_; }
  // Power of ten of the first significant digit: 1 for "12.3", -1 for "0.5". 0 for zero.
  int magnitude() const;
  // How many digits the coefficient has; 1 for zero.
  int digits() const;

  // From parts that keep the invariant or not yet; normalizes and checks the range as parse does.
  static Number from_parts(bool negative, Coefficient coefficient, int exponent);

  friend bool operator==(const Number&, const Number&) = default;
  friend std::strong_ordering operator<=>(const Number& a, const Number& b);

 private:
  Coefficient coefficient_ = 0;
  std::int16_t exponent_ = 0;
  bool negative_ = false;
};

}  // namespace core
