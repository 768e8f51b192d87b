#include "core/ascii.h"

#include <doctest/doctest.h>

#include <initializer_list>

namespace core::ascii_test {

TEST_CASE("letters and digits end where ASCII's do") {
  for (const char c : {'a', 'z', 'A', 'Z'}) CHECK(is_letter(c));
  for (const char c : {'`', '{', '@', '[', '0', '\xe4'}) CHECK_FALSE(is_letter(c));
  for (const char c : {'0', '9'}) CHECK(is_digit(c));
  for (const char c : {'/', ':', 'a'}) CHECK_FALSE(is_digit(c));
}

TEST_CASE("only capitals have a lower case") {
  CHECK(lower_case('A') == 'a');
  CHECK(lower_case('Z') == 'z');
  for (const char c : {'@', '[', 'a', '\xc4', '-'}) CHECK(lower_case(c) == c);
}

}  // namespace core::ascii_test
