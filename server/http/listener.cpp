#include "server/http/listener.h"

#include "server/http/as_result.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cerrno>
#include <list>
#include <optional>
#include <vector>

namespace server::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::chrono::milliseconds kSweepEvery = std::chrono::seconds(5);
// So many are closed or told at once; the others soon after.
constexpr std::size_t kJudgedAtOnce = 200;
constexpr std::chrono::milliseconds kSweepSoon{10};
constexpr std::chrono::milliseconds kPauseAfterError{100};
// When there are too many connections, one in so many goes at a time: to find the longest idle ones
// takes a look at all.
constexpr std::size_t kShareThatGoes = 32;
// In a turn of the loop; each takes some 6 µs. That thousands have left, the loop hears of a
// hundred in a turn: what ends of them goes beside that.
constexpr std::size_t kAnswersAtOnce = 100;
constexpr std::size_t kEndsAtOnce = 16;

bool is_out_of_descriptors(const boost::system::error_code& error) {
  return error.value() == EMFILE || error.value() == ENFILE;
}

}  // namespace

// Outlives the Listener as long as a connection's coroutine still runs.
struct Listener::State : std::enable_shared_from_this<Listener::State> {
  State(asio::io_context& io_context, core::HttpHandler request_handler,
        const ListenerLimits& listener_limits, SessionLimits limits_of_sessions)
      : context(io_context),
        acceptor(io_context),
        sweep(io_context),
        handler(std::move(request_handler)),
        limits(listener_limits),
        session_limits(std::move(limits_of_sessions)),
        ends(std::make_shared<Turnstile>(io_context, kEndsAtOnce)) {
    session_limits.answers = std::make_shared<Turnstile>(io_context, kAnswersAtOnce);
  }

  asio::io_context& context;
  tcp::acceptor acceptor;
  asio::steady_timer sweep;
  core::HttpHandler handler;
  ListenerLimits limits;
  SessionLimits session_limits;
  std::shared_ptr<Turnstile> ends;  // of connections
  std::list<std::shared_ptr<Connection>> connections;
  std::size_t open = 0;  // of the connections; those that are closed leave the list later
  std::optional<ConnectionState::Clock::time_point> said_last;
  std::size_t closed_unsaid = 0;  // to make room

  static asio::awaitable<void> accept(std::shared_ptr<State> self);
  static asio::awaitable<void> serve(std::shared_ptr<State> self,
                                     std::shared_ptr<Connection> connection);
  static asio::awaitable<void> close_overdue(std::shared_ptr<State> self);
  void admit(tcp::socket socket);
  bool make_room();
  void say_full();
  void close(Connection& connection);
  bool judge_some(ConnectionState::Clock::time_point now);
  void stop();
};

asio::awaitable<void> Listener::State::accept(std::shared_ptr<State> self) {
  while (self->acceptor.is_open()) {
    auto [error, socket] = co_await self->acceptor.async_accept(kAsResult);
    if (error == asio::error::operation_aborted) co_return;
    const bool full = is_out_of_descriptors(error);
    if (!error) self->admit(std::move(socket));
    if (!error || (full && self->make_room())) continue;
    if (full) self->say_full();
    asio::steady_timer pause(self->acceptor.get_executor(), kPauseAfterError);
    co_await pause.async_wait(kAsResult);
  }
}

void Listener::State::admit(tcp::socket socket) {
  if (open >= limits.connections && !make_room()) return say_full();  // the socket closes
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  socket.non_blocking(true, ignored);  // for what is sent without waiting
  auto connection = std::make_shared<Connection>(context, std::move(socket));
  ++open;
  asio::co_spawn(acceptor.get_executor(), serve(shared_from_this(), connection), asio::detached);
}

// Closes the longest idle connections. False when none is idle.
bool Listener::State::make_room() {
  std::vector<Connection*> all;
  std::vector<const ConnectionState*> states;
  for (const auto& connection : connections) {
    all.push_back(connection.get());
    states.push_back(&connection->state);
  }
  const auto places = longest_idle(states, open / kShareThatGoes + 1, limits.strangers_first);
  for (const std::size_t place : places) close(*all[place]);
  closed_unsaid += places.size();
  if (!places.empty()) say_full();
  return !places.empty();
}

void Listener::State::say_full() {
  const auto now = ConnectionState::Clock::now();
  if (!is_due(said_last, now)) return;
  said_last = now;
  boost::system::error_code ignored;
  spdlog::warn("port {}: {} connections are too many; {} that were idle for longest are closed",
               acceptor.local_endpoint(ignored).port(), open + closed_unsaid, closed_unsaid);
  closed_unsaid = 0;
}

void Listener::State::close(Connection& connection) {
  if (connection.state.phase == ConnectionState::Phase::closed) return;
  connection.state.phase = ConnectionState::Phase::closed;
  --open;
  boost::system::error_code ignored;
  connection.socket.close(ignored);
}

asio::awaitable<void> Listener::State::serve(std::shared_ptr<State> self,
                                             std::shared_ptr<Connection> connection) {
  const auto place = self->connections.insert(self->connections.end(), connection);
  co_await serve_connection(connection, self->handler, self->session_limits);
  if (!self->ends->admits()) co_await self->ends->turn();
  boost::system::error_code ignored;
  connection->socket.shutdown(tcp::socket::shutdown_both, ignored);
  self->close(*connection);
  self->connections.erase(place);
}

asio::awaitable<void> Listener::State::close_overdue(std::shared_ptr<State> self) {
  bool more = false;
  while (self->acceptor.is_open()) {
    self->sweep.expires_after(more ? kSweepSoon : kSweepEvery);
    auto [error] = co_await self->sweep.async_wait(kAsResult);
    if (error) co_return;
    more = self->judge_some(ConnectionState::Clock::now());
  }
}

// True when there may be more.
bool Listener::State::judge_some(ConnectionState::Clock::time_point now) {
  std::size_t judged = 0;
  for (const auto& connection : connections) {
    const Verdict verdict = judge(connection->state, limits, now);
    if (verdict == Verdict::keep) continue;
    if (judged++ == kJudgedAtOnce) return true;
    if (verdict == Verdict::close) {
      close(*connection);
    } else {
      boost::system::error_code ignored;
      connection->state.timed_out = true;
      connection->socket.cancel(ignored);  // its session answers
    }
  }
  return false;
}

void Listener::State::stop() {
  boost::system::error_code ignored;
  acceptor.close(ignored);
  sweep.cancel();
  for (const auto& connection : connections) {
    connection->state.closing = true;
    if (!is_in_flight(connection->state)) close(*connection);
  }
}

Listener::Listener(asio::io_context& context, const std::string& host, std::uint16_t port,
                   core::HttpHandler handler, const ListenerLimits& limits,
                   SessionLimits session_limits)
    : state_(
          std::make_shared<State>(context, std::move(handler), limits, std::move(session_limits))) {
  tcp::resolver resolver(context);
  const tcp::endpoint endpoint =
      *resolver.resolve(host, std::to_string(port), tcp::resolver::passive).begin();
  state_->acceptor.open(endpoint.protocol());
  state_->acceptor.set_option(tcp::acceptor::reuse_address(true));
  state_->acceptor.bind(endpoint);
  state_->acceptor.listen();
  asio::co_spawn(context, State::accept(state_), asio::detached);
  asio::co_spawn(context, State::close_overdue(state_), asio::detached);
}

Listener::~Listener() {
  stop();
  if (!state_->context.stopped()) return;  // who waits for a turn has it
  state_->session_limits.answers->drop_all();
  state_->ends->drop_all();
}

std::uint16_t Listener::port() const {
  return state_->acceptor.local_endpoint().port();
}

bool Listener::is_on_loopback() const {
  return state_->acceptor.local_endpoint().address().is_loopback();
}

void Listener::stop() {
  state_->stop();
}

std::size_t Listener::busy() const {
  return static_cast<std::size_t>(
      std::count_if(state_->connections.begin(), state_->connections.end(),
                    [](const auto& connection) { return is_in_flight(connection->state); }));
}

}  // namespace server::http
