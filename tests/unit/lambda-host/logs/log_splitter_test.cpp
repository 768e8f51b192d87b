#include "lambda-host/logs/log_splitter.h"

#include <doctest/doctest.h>

namespace log_splitter_test {

namespace {

using Events = std::vector<std::string>;

std::string frame(const std::string& text) {
  std::string bytes("\xA5\x5A\x00\x03", 4);
  const auto length = static_cast<std::uint32_t>(text.size());
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(length >> shift));
  bytes.append(8, '\x11');  // the time
  return bytes + text;
}

// What comes of the bytes when they arrive in pieces of a size.
Events split(const std::string& bytes, std::size_t piece) {
  lambda_host::LogSplitter splitter;
  Events events;
  for (std::size_t i = 0; i < bytes.size(); i += piece) {
    splitter.feed(std::string_view(bytes).substr(i, piece), events);
  }
  splitter.finish(events);
  return events;
}

}  // namespace

TEST_CASE("raw lines and frames become events, however the bytes are cut") {
  struct Case {
    const char* name;
    std::string bytes;
    Events events;
  };
  const Case cases[] = {
      {"lines",                   "a\nbc\n",                      {"a\n", "bc\n"}                },
      {"carriage return is text", "a\rb\r\n",                     {"a\rb\r\n"}                   },
      {"no newline at the end",   "a\nrest",                      {"a\n", "rest"}                },
      {"empty lines",             "\n\n",                         {"\n", "\n"}                   },
      {"frame",                   frame("one\ntwo\n"),            {"one\ntwo\n"}                 },
      {"frames and lines",        "x\n" + frame("f") + "y\n",     {"x\n", "f", "y\n"}            },
      {"frame within a line",     "half" + frame("f") + "line\n", {"half", "f", "line\n"}        },
      {"empty frame",             frame("") + "a\n",              {"a\n"}                        },
      {"letter that has an A5",   "\xC3\xA5 \xC3\xA5\xC3\xA5\n",  {"\xC3\xA5 \xC3\xA5\xC3\xA5\n"}},
      {"no text",                 "a\xFF\n",                      {"a\xEF\xBF\xBD\n"}            },
      {"A5 5A is no header",      "\xC3\xA5Z!\n",                 {"\xC3\xA5Z!\n"}               },
      {"frame right after an A5", "\xC3\xA5" + frame("f"),        {"\xC3\xA5", "f"}              },
  };
  for (const Case& c : cases) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{1000}}) {
      CAPTURE(c.name);
      CAPTURE(piece);
      CHECK(split(c.bytes, piece) == c.events);
    }
  }
}

TEST_CASE("an endless line becomes events of bounded length, cut between characters") {
  const std::string euro = "\xE2\x82\xAC";
  std::string bytes;
  while (bytes.size() < 600000) bytes += euro;
  std::string joined;
  for (const std::string& event : split(bytes, 65536)) {
    CHECK(event.size() <= lambda_host::kMaxEventBytes);
    joined += event;
  }
  CHECK(joined == bytes);
}

TEST_CASE("a long frame becomes several events, and what follows is understood") {
  const std::string text(300000, 'x');
  const Events events = split(frame(text) + "after\n", 4096);
  REQUIRE(events.size() == 3);
  CHECK(events[0] + events[1] == text);
  CHECK(events[2] == "after\n");
}

TEST_CASE("a frame that is still coming survives the end of an invocation") {
  lambda_host::LogSplitter splitter;
  Events events;
  const std::string bytes = frame("0123456789");
  splitter.feed(std::string_view(bytes).substr(0, 21), events);
  splitter.finish(events);
  splitter.feed(bytes.substr(21) + "raw\n", events);
  CHECK(events == Events{"01234", "56789", "raw\n"});
}

}  // namespace log_splitter_test
