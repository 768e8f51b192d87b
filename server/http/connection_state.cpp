#include "server/http/connection_state.h"

#include <algorithm>
#include <tuple>

namespace server::http {
namespace {

using Phase = ConnectionState::Phase;

constexpr std::chrono::minutes kSayEvery{1};

// How long the phase may last; nullopt: for ever.
std::optional<std::chrono::seconds> limit_of(Phase phase, const ListenerLimits& limits) {
  switch (phase) {
    case Phase::fresh: return limits.first_request;
    case Phase::idle: return limits.idle;
    case Phase::receiving:
    case Phase::sending: return limits.request;
    case Phase::lingering: return limits.linger;
    case Phase::answering:
    case Phase::closed: return std::nullopt;
  }
  __builtin_unreachable();
}

bool may_go(const ConnectionState& state) {
  return !is_in_flight(state) && state.phase != Phase::closed;
}

}  // namespace

Verdict judge(const ConnectionState& state, const ListenerLimits& limits,
              ConnectionState::Clock::time_point now) {
  const auto limit = limit_of(state.phase, limits);
  if (!limit || now - state.since <= *limit) return Verdict::keep;
  return state.phase == Phase::receiving ? Verdict::time_out : Verdict::close;
}

bool is_in_flight(const ConnectionState& state) {
  return state.phase == Phase::answering || state.phase == Phase::sending;
}

std::vector<std::size_t> longest_idle(const std::vector<const ConnectionState*>& connections,
                                      std::size_t most, bool strangers_first) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < connections.size(); ++i) {
    if (may_go(*connections[i])) places.push_back(i);
  }
  const auto goes_before = [&](std::size_t a, std::size_t b) {
    const auto order = [&](std::size_t i) {
      const ConnectionState& state = *connections[i];
      return std::tuple(strangers_first && state.is_known, state.phase == Phase::receiving,
                        state.since, i);
    };
    return order(a) < order(b);
  };
  const std::size_t taken = std::min(most, places.size());
  std::partial_sort(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(taken),
                    places.end(), goes_before);
  places.resize(taken);
  return places;
}

bool is_due(std::optional<ConnectionState::Clock::time_point> said_last,
            ConnectionState::Clock::time_point now) {
  return !said_last || now - *said_last >= kSayEvery;
}

}  // namespace server::http
