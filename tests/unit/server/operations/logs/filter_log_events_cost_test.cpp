#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace filter_log_events_cost_test {

using tests::Engine;

namespace {

constexpr std::int64_t kNow = 1'700'000'000'000;

// A group "g" with a stream of long events of one letter; the last one has a "b", too.
struct LongEvents {
  Engine engine;
  int handed_to_worker = 0;

  LongEvents(int events, std::size_t bytes) {
    engine.clock.set(core::from_epoch_milliseconds(kNow));
    engine.services.run_on_worker = [this](const auto& work, const auto& done) {
      ++handed_to_worker;
      work();
      done();
    };
    engine.answer("CreateLogGroup", R"({"logGroupName":"g"})");
    engine.answer("CreateLogStream", R"({"logGroupName":"g","logStreamName":"s"})");
    for (int i = 1; i <= events; ++i) put(i, std::string(bytes, 'a') + (i == events ? "b" : ""));
  }

  void put(int after, const std::string& message) {
    engine.answer("PutLogEvents",
                  R"({"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":)" +
                      std::to_string(kNow + after) + R"(,"message":")" + message + "\"}]}");
  }

  // How many events each page of a search has, until there is no more token.
  std::vector<std::size_t> pages(const std::string& pattern) {
    std::vector<std::size_t> sizes;
    std::string token;
    do {
      const auto document = core::json::Document::parse(engine.answer(
          "FilterLogEvents", R"({"logGroupName":"g","filterPattern":")" + pattern + "\"" +
                                 (token.empty() ? "" : R"(,"nextToken":")" + token + "\"") + "}"));
      const auto page = document.root().object();
      sizes.push_back(page.find("events")->array().size());
      const auto next = page.find("nextToken");
      token = next ? std::string(next->string()) : "";
    } while (!token.empty());
    return sizes;
  }
};

// Three terms are looked for alone; the fourth one's 981 bits are 16 words.
std::string long_term() {
  return "?ab ?ac ?ad ?" + std::string(980, 'x');
}

}  // namespace

TEST_CASE("a page ends when its search has cost enough, with or without a match") {
  using Pages = std::vector<std::size_t>;
  LongEvents logs(13, 400'000);
  // At most 4 MB are looked at for whatever.
  CHECK(logs.pages("b") == Pages{0, 1});
  CHECK(logs.pages("%b%") == Pages{0, 1});
  // 64 MB of looks: with 4 at each word and 4 more, a byte, they end a page behind three events.
  CHECK(logs.pages(long_term()) == Pages{0, 0, 0, 0, 1});
}

TEST_CASE("an event that costs more than a page may is looked at all the same") {
  LongEvents logs(2, 1'000'000);
  CHECK(logs.pages(long_term()) == std::vector<std::size_t>{0, 1});
}

TEST_CASE("what costs much runs on a worker") {
  LongEvents logs(1, 10);
  const auto handed = [&](const std::string& pattern) {
    const int before = logs.handed_to_worker;
    logs.pages(pattern);
    return logs.handed_to_worker > before;
  };
  CHECK_FALSE(handed(""));
  CHECK_FALSE(handed("a b -c"));
  CHECK(handed("a b c d"));
  CHECK(handed("%a%"));
  CHECK(handed("{ $.a = 1 }"));
  CHECK(handed("[a]"));
}

TEST_CASE("a page that a worker searched has its limit and its place") {
  LongEvents logs(5, 10);
  const auto document = core::json::Document::parse(logs.engine.answer(
      "FilterLogEvents", R"({"logGroupName":"g","logStreamNamePrefix":"s","limit":2,)"
                         R"("filterPattern":"%a%"})"));
  const auto page = document.root().object();
  CHECK(page.find("events")->array().size() == 2);
  CHECK(logs.pages("%a%") == std::vector<std::size_t>{5});
  CHECK(page.find("nextToken"));
}

}  // namespace filter_log_events_cost_test
