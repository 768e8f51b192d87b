#include "server/client/status_text.h"

#include <doctest/doctest.h>

namespace status_text_test {

namespace client = server::client;

namespace {

std::string shown(const client::ServerState& state) {
  return client::status_text("http://localhost:8000",
                             {core::AccountId("000000000000"), core::Region("us-east-1")}, state);
}

}  // namespace

TEST_CASE("an empty server says that it is") {
  CHECK(shown({"0.1.0", {}, {}, {}, {}, {}}) ==
        "rivulet 0.1.0 at http://localhost:8000, account 000000000000, region us-east-1\n"
        "\n"
        "nothing there yet\n");
}

TEST_CASE("what a handler says does nothing to the terminal") {
  client::ServerState state;
  state.errors = {
      {"f", "\x1b[31mred\x1b[0;1m\ttab\x7f\x1b]0;title\x07 é\x1b"},
      {"g", "open \x1b[12"                                        }
  };
  const std::string text = shown(state);
  CHECK(text.find("  f          red tab ]0;title  é\n") != std::string::npos);
  CHECK(text.find("  g          open\n") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("what there is stands in columns, section by section") {
  client::ServerState state;
  state.version = "0.1.0";
  state.tables.entries = {
      {"Orders", 1200, "ACTIVE",   "KEYS_ONLY"},
      {"T",      3,    "CREATING", ""         },
  };
  state.tables.left_out = 4;
  state.queues.entries = {
      {"Jobs", "5", "2"}
  };
  state.functions.entries = {
      {"resize", "nodejs22.x", "index.handler"}
  };
  state.mappings.entries = {
      {"Orders", "resize", "Enabled",  0, false, 0,    ""               },
      {"Jobs",   "resize", "Disabled", 7, true,  3.25, "boom\n  at line"},
      {"Other",  "resize", "Enabled",  2, false, 0,    ""               },
  };
  state.errors = {
      {"Orders -> resize", "gave up 2 record(s): MaximumRecordAgeExceeded (discard 3)"}
  };
  CHECK(shown(state) ==
        "rivulet 0.1.0 at http://localhost:8000, account 000000000000, region us-east-1\n"
        "\n"
        "tables    items  status    stream\n"
        "  Orders  1200   ACTIVE    KEYS_ONLY\n"
        "  T       3      CREATING  none\n"
        "  and 4 more\n"
        "\n"
        "queues  waiting  in flight\n"
        "  Jobs  5        2\n"
        "\n"
        "functions  runtime     handler\n"
        "  resize   nodejs22.x  index.handler\n"
        "\n"
        "mappings            state     behind\n"
        "  Orders -> resize  Enabled   nothing\n"
        "  Jobs -> resize    Disabled  7 and more, 3.2 s\n"
        "  Other -> resize   Enabled   2\n"
        "\n"
        "last errors\n"
        "  Jobs -> resize    boom\n"
        "  Orders -> resize  gave up 2 record(s): MaximumRecordAgeExceeded (discard 3)\n");
}

TEST_CASE("a long error keeps to its line") {
  client::ServerState state;
  state.errors = {
      {"a -> b", std::string(160, 'x')},
      {"a -> b", std::string(161, 'y')},
  };
  const std::string text = shown(state);
  CHECK(text.find("  a -> b     " + std::string(160, 'x') + "\n") != std::string::npos);
  CHECK(text.find("  a -> b     " + std::string(160, 'y') + "…\n") != std::string::npos);
}

}  // namespace status_text_test
