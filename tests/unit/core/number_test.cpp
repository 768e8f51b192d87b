#include "core/number.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <limits>
#include <random>
#include <string>
#include <vector>

namespace number_test {

using core::ApiError;
using core::ErrorCode;
using core::FrontEnd;
using core::Number;

namespace {

const std::string kNotNumeric = "The parameter cannot be converted to a numeric value";
const std::string kTooManyDigits =
    "Attempting to store more than 38 significant digits in a Number";
const std::string kOverflow =
    "Number overflow. Attempting to store a number with magnitude larger than supported range";
const std::string kUnderflow =
    "Number underflow. Attempting to store a number with magnitude smaller than supported range";

std::string nines(std::size_t count) {
  return std::string(count, '9');
}
std::string zeros(std::size_t count) {
  return std::string(count, '0');
}
Number n(const std::string& text) {
  return Number::parse(text);
}

// The text of the ValidationException that this raises, "" when it raises none.
template <class Action>
std::string refusal(Action action, FrontEnd front_end = FrontEnd::current) {
  try {
    action();
  } catch (const ApiError& error) {
    CHECK(error.code() == ErrorCode::validation);
    return error.message(front_end);
  }
  return "";
}

Number random_number(std::mt19937_64& random) {
  const auto digits = static_cast<int>(random() % 39);
  std::string text = random() % 2 == 0 ? "-" : "";
  for (int i = 0; i < digits; ++i) text.push_back(static_cast<char>('0' + random() % 10));
  const int shift = random() % 2 == 0 ? 0 : static_cast<int>(random() % 170) - 85;
  return Number::parse(text + "0e" + std::to_string(shift));
}

}  // namespace

TEST_CASE("a number's text is canonical and has no exponent") {
  struct Case {
    std::string text;
    std::string canonical;
  };
  const Case cases[] = {
      {"0",                                                   "0"                                     },
      {"-0",                                                  "0"                                     },
      {"+0.00",                                               "0"                                     },
      {"1",                                                   "1"                                     },
      {"+3",                                                  "3"                                     },
      {"-7.1234",                                             "-7.1234"                               },
      {"00042",                                               "42"                                    },
      {"1.0",                                                 "1"                                     },
      {"1.",                                                  "1"                                     },
      {".5",                                                  "0.5"                                   },
      {"-.5",                                                 "-0.5"                                  },
      {"0.05",                                                "0.05"                                  },
      {"100",                                                 "100"                                   },
      {"1E2",                                                 "100"                                   },
      {"1.5e2",                                               "150"                                   },
      {"-17.4E37",                                            "-174" + zeros(36)                      },
      {"1e+5",                                                "100000"                                },
      {"12345e-3",                                            "12.345"                                },
      {"12345e-5",                                            "0.12345"                               },
      {"12345e-7",                                            "0.0012345"                             },
      {"18446744073709551615",                                "18446744073709551615"                  },
      {"18446744073709551616",                                "18446744073709551616"                  },
      {"100000000000000000000000000000001",                   "100000000000000000000000000000001"     },
      {"0000012345678901234567890123456789012345678",         "12345678901234567890123456789012345678"},
      {"-00001.23456789012345678901234567890123456780000",
       "-1.2345678901234567890123456789012345678"                                                     },
      {"0009.99999999999999999999999999999999999990000e125",  nines(38) + zeros(88)                   },
      {"-0009.99999999999999999999999999999999999990000e125", "-" + nines(38) + zeros(88)             },
      {"0001.000e-130",                                       "0." + zeros(129) + "1"                 },
      {"1E+125",                                              "1" + zeros(125)                        },
      {"0." + zeros(200) + "1e201",                           "1"                                     },
      {"1" + zeros(200) + "e-200",                            "1"                                     },
      {"1.2345678901234567890123456789012345678e-130",
       "0." + zeros(129) + "12345678901234567890123456789012345678"                                   },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(n(c.text).text() == c.canonical);
  }
}

TEST_CASE("text that isn't a number is refused, and quoted") {
  CHECK(refusal([] { n(""); }) == kNotNumeric + ": ");
  CHECK(refusal([] { n(""); }, FrontEnd::older) == kNotNumeric);
  for (const std::string text : {"b",
                                 "NaN",
                                 "Infinity",
                                 "-Infinity",
                                 "-dog",
                                 " 1",
                                 "1 ",
                                 "-",
                                 "+",
                                 ".",
                                 "-.",
                                 "e5",
                                 "1e",
                                 "1e+",
                                 "1e5.0",
                                 "--1",
                                 "+-1",
                                 "1.2.3",
                                 "1,5",
                                 "0x10",
                                 "1_000",
                                 "1e9223372036854775808",
                                 "-0e9223372036854775808",
                                 "1e-99999999999999999999999999"}) {
    CAPTURE(text);
    CHECK(refusal([&] { n(text); }) == kNotNumeric + ": " + text);
    CHECK(refusal([&] { n(text); }, FrontEnd::older) == kNotNumeric + ": " + text);
  }
}

TEST_CASE("numbers outside of the supported digits and range are refused") {
  struct Case {
    std::string text;
    std::string refusal;
  };
  const Case cases[] = {
      {"12345678901234567890123456789012345678",    ""            },
      {"123456789012345678901234567890123456789",   kTooManyDigits},
      {"-1.23456789012345678901234567890123456789", kTooManyDigits},
      {"1" + zeros(40) + "1",                       kTooManyDigits},
      {"1e125",                                     ""            },
      {"1e126",                                     kOverflow     },
      {"-1e126",                                    kOverflow     },
      {"11e125",                                    kOverflow     },
      {nines(127),                                  kOverflow     },
      {"1e9223372036854775807",                     kOverflow     },
      {"0e125",                                     ""            },
      {"0e126",                                     kOverflow     },
      {"1e-130",                                    ""            },
      {"1e-131",                                    kUnderflow    },
      {"-1e-131",                                   kUnderflow    },
      {"0.9e-130",                                  kUnderflow    },
      {"1e-9223372036854775807",                    kUnderflow    },
      {"0e-130",                                    ""            },
      {"-0e-131",                                   kUnderflow    },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(refusal([&] { n(c.text); }) == c.refusal);
  }
}

TEST_CASE("the older front end reads exponents as Java does, in 32 bits") {
  struct Case {
    std::string text;
    std::string refusal;
  };
  const Case cases[] = {
      {"1e126",           kOverflow                        },
      {"1e-131",          kUnderflow                       },
      {"1e2147483646",    kOverflow                        },
      {"1e2147483647",    kUnderflow                       },
      {"12e2147483646",   kUnderflow                       },
      {"1.2e2147483646",  kOverflow                        },
      {"1e2147483648",    kNotNumeric + ": 1e2147483648"   },
      {"1e2147483649",    kNotNumeric + ": 1e2147483649"   },
      {"0.1e2147483648",  kNotNumeric + ": 0.1e2147483648" },
      {"1.5e2147483648",  kNotNumeric + ": 1.5e2147483648" },
      {"10e2147483647",   kUnderflow                       },
      {"0e2147483649",    kNotNumeric + ": 0e2147483649"   },
      {"1e-2147483647",   kUnderflow                       },
      {"1e-2147483648",   kNotNumeric + ": 1e-2147483648"  },
      {"0.1e-2147483647", kNotNumeric + ": 0.1e-2147483647"},
      {"1e99999999999",   kNotNumeric + ": 1e99999999999"  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(refusal([&] { n(c.text); }, FrontEnd::older) == c.refusal);
  }
  CHECK(refusal([] { n("1e2147483647"); }) == kOverflow);
  CHECK(refusal([] { n("1e-2147483648"); }) == kUnderflow);
}

TEST_CASE("parts are normalized and checked like text") {
  CHECK(Number::from_parts(true, 0, 7) == Number());
  CHECK(Number::from_parts(true, 1500, -1).text() == "-150");
  CHECK(Number::from_parts(false, 1500, -1).coefficient() == 15);
  CHECK(Number::from_parts(false, n(nines(38)).coefficient() + 1, 0) == n("1e38"));
  CHECK(refusal([] { Number::from_parts(false, n(nines(38)).coefficient() + 2, 0); }) ==
        kTooManyDigits);
  CHECK(refusal([] { Number::from_parts(false, 10, 125); }) == kOverflow);
  CHECK(refusal([] { Number::from_parts(false, 1, -131); }) == kUnderflow);
  CHECK(refusal([] { Number::from_parts(false, 1, std::numeric_limits<int>::min()); }) ==
        kUnderflow);
}

TEST_CASE("digits and magnitude tell where a number's figures stand") {
  struct Case {
    std::string text;
    int digits;
    int magnitude;
  };
  const Case cases[] = {
      {"0",                    1,  0   },
      {"1",                    1,  0   },
      {"9",                    1,  0   },
      {"10",                   1,  1   },
      {"12.3",                 3,  1   },
      {"0.5",                  1,  -1  },
      {"0.0012",               2,  -3  },
      {"1e125",                1,  125 },
      {"1e-130",               1,  -130},
      {nines(38),              38, 37  },
      {"18446744073709551616", 20, 19  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(n(c.text).digits() == c.digits);
    CHECK(n(c.text).magnitude() == c.magnitude);
  }
}

TEST_CASE("every power of ten has one digit more than its predecessor") {
  for (int i = 1; i < Number::kMaxDigits; ++i) {
    CAPTURE(i);
    const auto count = static_cast<std::size_t>(i);
    CHECK(n(nines(count)).digits() == i);
    CHECK(n("1" + zeros(count - 1) + "1").digits() == i + 1);
  }
}

TEST_CASE("a number is made of any 64 bit integer") {
  for (const std::int64_t value :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1200}, std::int64_t{-9000000000},
        std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
    CHECK(Number(value) == n(std::to_string(value)));
    CHECK(Number(value).text() == std::to_string(value));
  }
}

TEST_CASE("sums and differences are exact") {
  struct Case {
    std::string a;
    std::string b;
    std::string sum;
  };
  const Case cases[] = {
      {"1",       "1",                       "2"                              },
      {"0",       "-5",                      "-5"                             },
      {"0.1",     "0.2",                     "0.3"                            },
      {"5",       "-5",                      "0"                              },
      {"1.5",     "-2",                      "-0.5"                           },
      {"99",      "1",                       "100"                            },
      {"1",       "10000000000000000000000", "10000000000000000000001"        },
      {"-1",      "10000000000000000000000", "9999999999999999999999"         },
      {nines(38), "1",                       "1" + zeros(38)                  },
      {"1e38",    "-1",                      nines(38)                        },
      {"-1e38",   "1",                       "-" + nines(38)                  },
      {"1e125",   "1e88",                    "1" + zeros(36) + "1" + zeros(88)},
      {"1e-130",  "1e-130",                  "0." + zeros(129) + "2"          },
  };
  for (const Case& c : cases) {
    CAPTURE(c.a);
    CAPTURE(c.b);
    CHECK((n(c.a) + n(c.b)).text() == c.sum);
    CHECK((n(c.b) + n(c.a)).text() == c.sum);
    CHECK((n(c.a) - -n(c.b)).text() == c.sum);
    CHECK((n(c.sum) - n(c.b)) == n(c.a));
  }
}

TEST_CASE("results out of range or of more than 38 digits are refused as overflow") {
  struct Case {
    std::string a;
    std::string b;
    std::string refusal;
  };
  const Case cases[] = {
      {"9e125",    "9e125",   kOverflow },
      {"-9e125",   "-9e125",  kOverflow },
      {"1e50",     "1",       kOverflow },
      {"1e50",     "-1",      kOverflow },
      {"1e38",     "1",       kOverflow },
      {"2e38",     "-1",      kOverflow },
      {"4e38",     "-1",      kOverflow },
      {"3.4e38",   nines(38), kOverflow },
      {nines(38),  "0.1",     kOverflow },
      {nines(38),  nines(38), kOverflow },
      {"1e125",    "1e-130",  kOverflow },
      {"1.1e-130", "-1e-130", kUnderflow},
  };
  for (const Case& c : cases) {
    CAPTURE(c.a);
    CAPTURE(c.b);
    CHECK(refusal([&] { n(c.a) + n(c.b); }) == c.refusal);
    CHECK(refusal([&] { n(c.b) + n(c.a); }) == c.refusal);
  }
}

TEST_CASE("numbers are ordered by value") {
  const std::vector<std::string> ascending = {"-" + nines(38) + zeros(88),
                                              "-1e125",
                                              "-1001",
                                              "-1000",
                                              "-12.5",
                                              "-12.4999",
                                              "-1",
                                              "-0.5",
                                              "-1e-130",
                                              "0",
                                              "1e-130",
                                              "1.1e-130",
                                              "0.05",
                                              "0.5",
                                              "0.50001",
                                              "1",
                                              "9",
                                              "10",
                                              "10.5",
                                              "99.999",
                                              "100",
                                              "12345678901234567890123456789012345678",
                                              "12345678901234567890123456789012345679",
                                              nines(38),
                                              "1e38",
                                              "1e125",
                                              "9.99e125"};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      CAPTURE(ascending[i]);
      CAPTURE(ascending[j]);
      CHECK((n(ascending[i]) <=> n(ascending[j])) == (i <=> j));
    }
  }
}

TEST_CASE("random numbers keep their value through text, parts and arithmetic") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const Number a = random_number(random);
    const Number b = random_number(random);
    CAPTURE(a.text());
    CAPTURE(b.text());
    REQUIRE(n(a.text()) == a);
    REQUIRE(Number::from_parts(a.is_negative(), a.coefficient(), a.exponent()) == a);
    REQUIRE(-(-a) == a);
    REQUIRE((a - a).is_zero());
    Number difference;
    if (!refusal([&] { difference = a - b; }).empty()) continue;
    REQUIRE(difference + b == a);
    REQUIRE((a <=> b) == (difference <=> Number()));
  }
}

}  // namespace number_test
