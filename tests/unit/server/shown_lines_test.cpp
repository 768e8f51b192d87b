#include "server/shown_lines.h"

#include <doctest/doctest.h>

namespace shown_lines_test {

using server::shown_lines;
using server::wants_colour;

TEST_CASE("each line of a message has its function's name in front") {
  struct Case {
    const char* name;
    const char* function;
    const char* message;
    const char* shown;
  };
  const Case cases[] = {
      {"one line",              "orders",      "hello\n",  "orders     | hello\n"            },
      {"no end of line",        "orders",      "hello",    "orders     | hello\n"            },
      {"two lines",             "orders",      "a\nb\n",   "orders     | a\norders     | b\n"},
      {"an empty line between", "orders",      "a\n\nb\n",
       "orders     | a\norders     | \norders     | b\n"                                     },
      {"an empty line",         "orders",      "\n",       "orders     | \n"                 },
      {"nothing",               "orders",      "",         "orders     | \n"                 },
      {"ten letters",           "ten-letter",  "x",        "ten-letter | x\n"                },
      {"a longer name",         "long-orders", "x",        "long-orders | x\n"               },
      {"a version",             "orders:7",    "x",        "orders:7   | x\n"                },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(shown_lines(c.function, c.message, false) == c.shown);
  }
}

TEST_CASE("in colour, the name has one of its own and the text has none") {
  const std::string orders = shown_lines("orders", "hello\n", true);
  CHECK(orders == "\x1b[32morders     |\x1b[0m hello\n");
  CHECK(shown_lines("orders", "other\n", true).substr(0, 5) == orders.substr(0, 5));
  CHECK(shown_lines("payments", "hello\n", true).substr(0, 5) != orders.substr(0, 5));
}

TEST_CASE("colours are for terminals that have some, and for people who want some") {
  CHECK(wants_colour(true, nullptr, "xterm-256color"));
  CHECK(wants_colour(true, nullptr, nullptr));
  CHECK(wants_colour(true, "", "xterm"));
  CHECK_FALSE(wants_colour(true, "1", "xterm"));
  CHECK_FALSE(wants_colour(true, nullptr, "dumb"));
  CHECK_FALSE(wants_colour(false, nullptr, "xterm"));
}

}  // namespace shown_lines_test
