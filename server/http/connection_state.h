#pragma once

#include <chrono>
#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

// What a listener knows of its connections, and what it decides by that: who is closed for being
// slow, and who makes room for others. No sockets here.
namespace server::http {

struct ConnectionState {
  using Clock = std::chrono::steady_clock;

  enum class Phase {
    fresh,      // nothing has come yet
    idle,       // between requests
    receiving,  // a request has begun and isn't whole
    answering,  // a request is with its handler, which takes as long as it takes
    sending,    // the answer is on its way
    lingering,  // refused; what still comes goes nowhere
    closed,
  };

  Phase phase = Phase::fresh;
  Clock::time_point since = Clock::now();  // when the phase began
  bool is_known = false;                   // a request of the peer's was answered and it may go on
  bool timed_out = false;                  // the peer is to be told so
  bool closing = false;                    // answer what is in flight, then close

  void enter(Phase next, Clock::time_point now) {
    phase = next;
    since = now;
  }
};

struct ListenerLimits {
  std::chrono::seconds first_request{300};  // until a new connection's first byte
  std::chrono::seconds idle{300};           // between requests
  std::chrono::seconds request{60};         // a whole request, and a whole answer's way out
  std::chrono::seconds linger{10};          // for a refused peer to read why
  std::size_t connections = std::numeric_limits<std::size_t>::max();
  bool strangers_first = false;  // when there are too many, those that aren't known go first
};

// What is to be done about a connection now. A request that takes too long gets an answer, 408;
// other peers that keep us waiting are just closed.
enum class Verdict { keep, close, time_out };
Verdict judge(const ConnectionState& state, const ListenerLimits& limits,
              ConnectionState::Clock::time_point now);

// Whether a request is with its handler or its answer on the way: such connections end last.
bool is_in_flight(const ConnectionState& state);

// The places of those that should go when there are too many: at most so many, the longest idle
// first, and those in the middle of a request after all that are idle; strangers before all others
// if they are to be first. None with a request in flight.
std::vector<std::size_t> longest_idle(const std::vector<const ConnectionState*>& connections,
                                      std::size_t most, bool strangers_first);

// Whether something that is said once a minute is to be said now, if it was said last then.
bool is_due(std::optional<ConnectionState::Clock::time_point> said_last,
            ConnectionState::Clock::time_point now);

}  // namespace server::http
