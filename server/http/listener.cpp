#include "server/http/listener.h"

#include "server/http/as_result.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace server::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::chrono::seconds kSweepEvery{5};

}  // namespace

// Outlives the Listener as long as a connection's coroutine still runs.
struct Listener::State {
  State(asio::io_context& io_context, core::HttpHandler request_handler, ListenerTimeouts limits)
      : context(io_context),
        acceptor(io_context),
        sweep(io_context),
        handler(std::move(request_handler)),
        timeouts(limits) {}

  asio::io_context& context;
  tcp::acceptor acceptor;
  asio::steady_timer sweep;
  core::HttpHandler handler;
  ListenerTimeouts timeouts;
  std::list<std::shared_ptr<Connection>> connections;

  static asio::awaitable<void> accept(std::shared_ptr<State> self);
  static asio::awaitable<void> serve(std::shared_ptr<State> self,
                                     std::shared_ptr<Connection> connection);
  static asio::awaitable<void> close_idle(std::shared_ptr<State> self);
  void close_overdue(Connection::Clock::time_point now);
  void stop();
};

asio::awaitable<void> Listener::State::accept(std::shared_ptr<State> self) {
  while (self->acceptor.is_open()) {
    auto [error, socket] = co_await self->acceptor.async_accept(kAsResult);
    if (error == asio::error::operation_aborted) co_return;
    if (error) {  // out of file descriptors, say: wait for connections to go
      spdlog::warn("accept: {}", error.message());
      asio::steady_timer pause(self->acceptor.get_executor(), std::chrono::milliseconds(100));
      co_await pause.async_wait(kAsResult);
      continue;
    }
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.non_blocking(true, ignored);  // for what is sent without waiting
    auto connection = std::make_shared<Connection>(self->context, std::move(socket));
    asio::co_spawn(self->acceptor.get_executor(), serve(self, connection), asio::detached);
  }
}

asio::awaitable<void> Listener::State::serve(std::shared_ptr<State> self,
                                             std::shared_ptr<Connection> connection) {
  const auto place = self->connections.insert(self->connections.end(), connection);
  co_await serve_connection(connection, self->handler, {});
  boost::system::error_code ignored;
  connection->socket.shutdown(tcp::socket::shutdown_both, ignored);
  connection->socket.close(ignored);
  self->connections.erase(place);
}

asio::awaitable<void> Listener::State::close_idle(std::shared_ptr<State> self) {
  while (self->acceptor.is_open()) {
    self->sweep.expires_after(kSweepEvery);
    auto [error] = co_await self->sweep.async_wait(kAsResult);
    if (error) co_return;
    self->close_overdue(Connection::Clock::now());
  }
}

void Listener::State::close_overdue(Connection::Clock::time_point now) {
  for (const auto& connection : connections) {
    if (!connection->waiting_since) continue;
    const auto limit = connection->mid_request ? timeouts.request : timeouts.idle;
    boost::system::error_code ignored;
    if (now - *connection->waiting_since > limit) connection->socket.close(ignored);
  }
}

void Listener::State::stop() {
  boost::system::error_code ignored;
  acceptor.close(ignored);
  sweep.cancel();
  for (const auto& connection : connections) {
    connection->closing = true;
    if (!connection->busy) connection->socket.close(ignored);
  }
}

Listener::Listener(asio::io_context& context, const std::string& host, std::uint16_t port,
                   core::HttpHandler handler, ListenerTimeouts timeouts)
    : state_(std::make_shared<State>(context, std::move(handler), timeouts)) {
  tcp::resolver resolver(context);
  const tcp::endpoint endpoint =
      *resolver.resolve(host, std::to_string(port), tcp::resolver::passive).begin();
  state_->acceptor.open(endpoint.protocol());
  state_->acceptor.set_option(tcp::acceptor::reuse_address(true));
  state_->acceptor.bind(endpoint);
  state_->acceptor.listen();
  asio::co_spawn(context, State::accept(state_), asio::detached);
  asio::co_spawn(context, State::close_idle(state_), asio::detached);
}

Listener::~Listener() {
  stop();
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
                    [](const auto& connection) { return connection->busy; }));
}

}  // namespace server::http
