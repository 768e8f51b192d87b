#include "server/http/connection_state.h"

#include <doctest/doctest.h>

namespace server::http::connection_state_test {
namespace {

using Phase = ConnectionState::Phase;
using std::chrono::milliseconds;
using std::chrono::seconds;

const ConnectionState::Clock::time_point kStart{};

ConnectionState state(Phase phase, seconds since = seconds(0)) {
  ConnectionState made;
  made.enter(phase, kStart + since);
  return made;
}

std::vector<std::size_t> idlest(const std::vector<ConnectionState>& connections, std::size_t most,
                                bool strangers_first = false) {
  std::vector<const ConnectionState*> pointers;
  for (const ConnectionState& connection : connections) pointers.push_back(&connection);
  return longest_idle(pointers, most, strangers_first);
}

}  // namespace

TEST_CASE("a peer that keeps us waiting for too long is told so or closed") {
  const ListenerLimits limits = {.first_request = seconds(10),
                                 .idle = seconds(20),
                                 .request = seconds(30),
                                 .linger = seconds(5)};
  struct Case {
    const char* name;
    Phase phase;
    seconds limit;
    Verdict after;
  };
  const Case cases[] = {
      {"nothing sent",     Phase::fresh,     seconds(10), Verdict::close   },
      {"between requests", Phase::idle,      seconds(20), Verdict::close   },
      {"half a request",   Phase::receiving, seconds(30), Verdict::time_out},
      {"half an answer",   Phase::sending,   seconds(30), Verdict::close   },
      {"refused",          Phase::lingering, seconds(5),  Verdict::close   },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(judge(state(c.phase), limits, kStart) == Verdict::keep);
    CHECK(judge(state(c.phase), limits, kStart + c.limit) == Verdict::keep);
    CHECK(judge(state(c.phase), limits, kStart + c.limit + milliseconds(1)) == c.after);
  }
  for (const Phase phase : {Phase::answering, Phase::closed}) {
    CHECK(judge(state(phase), limits, kStart + seconds(1'000'000)) == Verdict::keep);
  }
}

TEST_CASE("a whole request has 60 seconds, whatever trickles in, and an idle peer five minutes") {
  const ListenerLimits limits;
  CHECK(limits.request == seconds(60));
  CHECK(limits.idle == seconds(300));
  CHECK(limits.first_request == seconds(300));
}

TEST_CASE("the longest idle connections make room, and none whose request is in flight") {
  const std::vector<ConnectionState> connections = {
      state(Phase::idle, seconds(5)),      state(Phase::answering, seconds(1)),
      state(Phase::fresh, seconds(4)),     state(Phase::receiving, seconds(1)),
      state(Phase::sending, seconds(1)),   state(Phase::idle, seconds(3)),
      state(Phase::receiving, seconds(2)), state(Phase::closed, seconds(1)),
      state(Phase::lingering, seconds(6)),
  };
  CHECK(idlest(connections, 1) == std::vector<std::size_t>{5});
  CHECK(idlest(connections, 3) == std::vector<std::size_t>{5, 2, 0});
  CHECK(idlest(connections, 100) == std::vector<std::size_t>{5, 2, 0, 8, 3, 6});
  CHECK(idlest(connections, 0).empty());
  CHECK(idlest({state(Phase::answering), state(Phase::sending)}, 5).empty());
}

TEST_CASE("strangers go before those who had an answer, where that is asked for") {
  std::vector<ConnectionState> connections = {
      state(Phase::idle, seconds(1)),
      state(Phase::idle, seconds(2)),
      state(Phase::receiving, seconds(3)),
      state(Phase::fresh, seconds(4)),
  };
  connections[0].is_known = true;
  CHECK(idlest(connections, 4) == std::vector<std::size_t>{0, 1, 3, 2});
  CHECK(idlest(connections, 4, true) == std::vector<std::size_t>{1, 3, 2, 0});
}

TEST_CASE("a request in flight is one that is answered, up to the last byte") {
  CHECK(is_in_flight(state(Phase::answering)));
  CHECK(is_in_flight(state(Phase::sending)));
  for (const Phase phase :
       {Phase::fresh, Phase::idle, Phase::receiving, Phase::lingering, Phase::closed}) {
    CHECK_FALSE(is_in_flight(state(phase)));
  }
}

TEST_CASE("what is said once a minute is said at once, and then a minute later") {
  CHECK(is_due(std::nullopt, kStart));
  CHECK_FALSE(is_due(kStart, kStart + milliseconds(59'999)));
  CHECK(is_due(kStart, kStart + seconds(60)));
}

}  // namespace server::http::connection_state_test
