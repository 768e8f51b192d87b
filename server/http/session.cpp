#include "server/http/session.h"

#include "server/http/as_result.h"
#include "server/http/date_header.h"
#include "server/http/request_parser.h"
#include "server/http/response_text.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

namespace server::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

// Of a body at a time.
constexpr std::size_t kReadBytes = 64 << 10;
// Where anything may come. What a peer sends ahead of an answer waits in its socket, so that no
// more than this is held of it, however many do that.
constexpr std::size_t kFewBytes = 4 << 10;
// How often it is looked whether a peer has left that has sent something ahead.
constexpr std::chrono::seconds kLookAgainEvery{5};
// An answer of that size is begun whether it can wait or not: the socket nearly always takes it.
constexpr std::size_t kQuickAnswerBytes = 64 << 10;
// A body of that size may always come in pieces: it is less than what its connection holds anyway.
constexpr std::size_t kSmallBodyBytes = 4 << 10;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// Whether the peer has closed its side, whatever it sent before.
bool has_left(asio::ip::tcp::socket& socket) {
  pollfd looked_at{socket.native_handle(), POLLRDHUP, 0};
  return ::poll(&looked_at, 1, 0) > 0;
}

// One request's way through the handler, which may reply at once or later.
struct Exchange : core::HttpPeer, std::enable_shared_from_this<Exchange> {
  explicit Exchange(std::shared_ptr<Connection> of) : connection(std::move(of)) {}

  std::shared_ptr<Connection> connection;
  core::MemoryBudget::Share memory;  // of the request's body
  std::optional<core::HttpResponse> response;
  std::optional<Resume> resume;
  bool peer_has_left = false;  // nobody reads the response

  void finish(core::HttpResponse reply) {
    if (response) return;
    response = std::move(reply);
    memory.clear();
    if (!resume) return;
    auto waiting = std::move(*resume);
    resume.reset();
    std::move(waiting)();
  }

  // The wait may outlast the exchange: it ends with the next request's first byte.
  void on_gone(std::function<void()> gone) override {
    connection->socket.async_wait(asio::ip::tcp::socket::wait_read, if_waiting([gone](Exchange& e) {
                                    e.peer_has_left = has_left(e.connection->socket);
                                    e.peer_has_left ? gone() : e.look_again(gone);
                                  }));
  }

 private:
  // Something was sent ahead, and a wait would end at once for that.
  void look_again(const std::function<void()>& gone) {
    pause.emplace(connection->socket.get_executor(), kLookAgainEvery);
    pause->async_wait(if_waiting([gone](Exchange& e) { e.on_gone(gone); }));
  }

  // What is done with the exchange if nobody has replied by then.
  std::function<void(const error_code&)> if_waiting(std::function<void(Exchange&)> act) {
    return [exchange = weak_from_this(), act = std::move(act)](const error_code& error) {
      const auto alive = exchange.lock();
      if (!error && alive && !alive->response) act(*alive);
    };
  }

  std::optional<asio::steady_timer> pause;
};

// What the handler's reply holds. A handler that goes away without a reply still ends the exchange:
// the coroutine that waits for it would otherwise never end. Once the engine has stopped, the
// coroutine is dropped instead.
class Answerer {
 public:
  Answerer(const asio::io_context& context, std::shared_ptr<Exchange> exchange)
      : context_(context), exchange_(std::move(exchange)) {}
  ~Answerer() {
    if (context_.stopped()) {
      exchange_->resume.reset();
    } else {
      exchange_->finish({503, {}, {}, {}});
    }
  }
  Answerer(const Answerer&) = delete;
  Answerer& operator=(const Answerer&) = delete;

  void reply(core::HttpResponse response) { exchange_->finish(std::move(response)); }

 private:
  const asio::io_context& context_;
  std::shared_ptr<Exchange> exchange_;
};

const error_code no_room_error = make_error_code(boost::system::errc::not_enough_memory);

// What is handed to the handler beside the head.
struct Body {
  std::string text = {};
  core::MemoryBudget::Share memory = {};
  bool too_large = false;
  bool no_room = false;

  bool is_refused() const { return too_large || no_room; }
};

std::shared_ptr<Exchange> start(const std::shared_ptr<Connection>& connection,
                                const core::HttpHandler& handler, const RequestHead& head,
                                Body body) {
  auto exchange = std::make_shared<Exchange>(connection);
  exchange->memory = std::move(body.memory);
  handler(core::HttpRequest{head.method(), head.target(), head, std::move(body.text),
                            body.too_large, exchange.get(), body.no_room},
          [answerer = std::make_shared<Answerer>(connection->context, exchange)](
              core::HttpResponse response) { answerer->reply(std::move(response)); });
  return exchange;
}

// Awaited, it goes on when the reply has come.
auto until_replied(Exchange& exchange) {
  return asio::async_initiate<decltype(asio::use_awaitable), void()>(
      [&exchange](Resume resume) { exchange.resume.emplace(std::move(resume)); },
      asio::use_awaitable);
}

// A request as it comes in pieces.
class Reading {
 public:
  Reading(const SessionLimits& limits, RequestHead& head, beast::flat_buffer& buffer)
      : head_(head),
        buffer_(buffer),
        parser_(head, limits.max_header_bytes, limits.max_body_bytes),
        memory_(limits.memory),
        max_line_bytes_(limits.max_header_bytes) {
    parser_.eager(true);
  }

  bool is_complete() const { return parser_.is_done(); }
  bool has_begun() const { return begun_; }
  bool keeps_alive() const { return parser_.keep_alive(); }

  // What has come of the body; nothing when the parser stopped for this error. Only once.
  Body take_body(const error_code& error) {
    Body body{std::move(parser_.body()), std::move(memory_)};
    if (!error) return body;
    return {.too_large = error == beast::http::error::body_limit,
            .no_room = error == no_room_error};
  }

  // Parses what the buffer has. An error when that is no HTTP, too much of it, or when there is no
  // room for it to wait until the rest has come.
  error_code parse() {
    error_code error;
    if (buffer_.size() == 0) return error;
    begun_ = true;
    buffer_.consume(parser_.put(buffer_.data(), error));
    if (error && error != beast::http::error::need_more) return error;
    // What isn't consumed is the beginning of a line, of the head or between chunks.
    if (is_complete()) return {};
    if (buffer_.size() > max_line_bytes_) return beast::http::error::header_limit;
    const std::size_t bytes = parser_.body().capacity();
    if (bytes > kSmallBodyBytes && !memory_.reach(bytes)) return no_room_error;
    return {};
  }

  // How much to read: of a body no more than its rest, so that it is all that the buffer gets.
  std::size_t wanted_bytes() const {
    const auto rest = parser_.content_length_remaining();
    return rest && *rest > kFewBytes ? std::min<std::uint64_t>(*rest, kReadBytes) : kFewBytes;
  }

  // True once: the peer wants to be told to go on before it sends the body.
  bool wants_continue() {
    if (!parser_.is_header_done() || told_to_continue_) return false;
    const std::string_view expect = head_.find("Expect").value_or("");
    told_to_continue_ = beast::iequals({expect.data(), expect.size()}, "100-continue");
    return told_to_continue_;
  }

 private:
  RequestHead& head_;
  beast::flat_buffer& buffer_;
  RequestParser parser_;
  core::MemoryBudget::Share memory_;
  std::size_t max_line_bytes_;
  bool begun_ = false;
  bool told_to_continue_ = false;
};

// What is left to be sent of a response.
struct Unsent {
  std::string_view text;
  std::string_view body;

  std::size_t size() const { return text.size() + body.size(); }
  std::array<asio::const_buffer, 2> buffers() const {
    return {asio::buffer(text), asio::buffer(body)};
  }
  void remove_prefix(std::size_t bytes) {
    const std::size_t of_text = std::min(bytes, text.size());
    text.remove_prefix(of_text);
    body.remove_prefix(bytes - of_text);
  }
};

// Sends at once what the socket takes, which is nearly always all of it, and leaves the rest.
error_code send_some(asio::ip::tcp::socket& socket, Unsent& unsent) {
  error_code error;
  unsent.remove_prefix(unsent.body.empty() ? socket.write_some(asio::buffer(unsent.text), error)
                                           : socket.write_some(unsent.buffers(), error));
  if (error == asio::error::would_block) return {};
  return error;
}

// A large answer may have to wait for its reader: where there is no room for that, it is replaced.
void make_room(core::HttpResponse& response, core::MemoryBudget::Share& memory) {
  const std::size_t bytes = response.body.size();
  if (bytes <= kQuickAnswerBytes || memory.reach(bytes)) return;
  response = {503, {}, {{"Connection", "close"}}, {}};
}

// What the peer is told when its request can't be read.
core::HttpResponse refusal(const error_code& error, const RequestHead& head) {
  if (error == asio::error::operation_aborted) return {408, {}, {}, {}};
  // Beside a Content-Length, Beast refuses the coding before it is in the head: that is a bad
  // request, whatever the coding.
  const bool is_coded = head.find("Transfer-Encoding").has_value();
  if (error == beast::http::error::bad_transfer_encoding && is_coded) return {501, {}, {}, {}};
  return {400, {}, {}, {}};
}

// The peer's turn: for the rest of a request, or for the next one.
void await_bytes(ConnectionState& state, bool request_has_begun) {
  const auto phase =
      request_has_begun ? ConnectionState::Phase::receiving : ConnectionState::Phase::idle;
  if (state.phase == phase) return;  // a request's time runs on
  if (!request_has_begun && state.phase == ConnectionState::Phase::fresh) return;
  state.enter(phase, ConnectionState::Clock::now());
}

// Refuses what can't be read, and then reads on to nowhere until the peer has sent all it wants to:
// to close a socket on which data still arrives resets it, and the peer might never see the answer.
// The listener's limit for lingering ends it.
asio::awaitable<void> refuse(Connection& connection, std::string text, beast::flat_buffer& buffer) {
  auto [write_error, sent] =
      co_await asio::async_write(connection.socket, asio::buffer(text), kAsResult);
  if (write_error) co_return;
  error_code ignored;
  connection.socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  connection.state.enter(ConnectionState::Phase::lingering, ConnectionState::Clock::now());
  while (!connection.state.closing) {
    buffer.clear();
    auto [error, received] =
        co_await connection.socket.async_read_some(buffer.prepare(kFewBytes), kAsResult);
    if (error) co_return;
  }
}

}  // namespace

// One coroutine without others inside: a frame of its own for each step of each request would cost
// more than the steps.
asio::awaitable<void> serve_connection(std::shared_ptr<Connection> connection,
                                       const core::HttpHandler& handler,
                                       const SessionLimits& limits) {
  beast::flat_buffer buffer;
  RequestHead head;
  DateHeader date;
  auto& socket = connection->socket;
  ConnectionState& state = connection->state;
  for (bool keep_alive = true; keep_alive && !state.closing;) {
    Reading request(limits, head, buffer);
    error_code error = request.parse();
    while (!error && !request.is_complete()) {
      if (request.wants_continue()) {
        co_await asio::async_write(socket, asio::buffer(kContinue), kAsResult);
      }
      await_bytes(state, request.has_begun());
      auto [read_error, received] =
          co_await socket.async_read_some(buffer.prepare(request.wanted_bytes()), kAsResult);
      if (read_error && !state.timed_out) co_return;
      buffer.commit(received);
      error = read_error ? read_error : request.parse();
    }
    Body body = request.take_body(error);
    // Who has no body to send is told, too: botocore takes an answer that it wasn't told to wait
    // for as one that came early, and misreads the next one on the connection.
    if (!error && body.text.empty() && request.wants_continue()) {
      co_await asio::async_write(socket, asio::buffer(kContinue), kAsResult);
    }
    const bool refused = body.is_refused();
    if (error && !refused) {
      co_await refuse(*connection,
                      response_text(refusal(error, head), {.date = date.at(std::time(nullptr))}),
                      buffer);
      co_return;
    }

    if (buffer.capacity() > 2 * kFewBytes) buffer.shrink_to_fit();  // the answer may take its time
    state.phase = ConnectionState::Phase::answering;
    const auto exchange = start(connection, handler, head, std::move(body));
    if (!exchange->response) {
      co_await until_replied(*exchange);
      if (exchange->peer_has_left) co_return;
      if (!limits.answers->admits()) co_await limits.answers->turn();
    }
    if (refused) {
      co_await refuse(*connection,
                      response_text(*exchange->response, {.date = date.at(std::time(nullptr))}),
                      buffer);
      co_return;
    }

    core::MemoryBudget::Share memory(limits.memory);
    make_room(*exchange->response, memory);
    keep_alive = request.keeps_alive() && !state.closing && !says_close(*exchange->response);
    state.is_known = true;
    const ResponseParts parts = response_parts(
        *exchange->response, {date.at(std::time(nullptr)), keep_alive, head.method() == "HEAD"});
    if (parts.body.empty()) exchange->response->body = {};
    Unsent unsent{parts.text, parts.body};
    state.enter(ConnectionState::Phase::sending, ConnectionState::Clock::now());
    if (send_some(socket, unsent)) co_return;
    if (unsent.size() > 0) {
      if (!memory.reach(parts.text.size() + parts.body.size())) co_return;
      auto [write_error, sent] = co_await asio::async_write(socket, unsent.buffers(), kAsResult);
      if (write_error) co_return;
    }
    // Whoever sends many requests at once lets others in between them.
    if (keep_alive && buffer.size() > 0) {
      co_await asio::post(socket.get_executor(), asio::use_awaitable);
    }
  }
}

}  // namespace server::http
