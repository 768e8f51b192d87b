#include "server/http/session.h"

#include "server/http/response_text.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <optional>

namespace server::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using Parser = beast::http::request_parser<beast::http::string_body>;

constexpr auto kAsResult = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadBytes = 64 << 10;

class FieldHeaders : public core::HttpHeaders {
 public:
  explicit FieldHeaders(const beast::http::fields& fields) : fields_(fields) {}

  std::optional<std::string_view> find(std::string_view name) const override {
    const auto found = fields_.find(beast::string_view(name.data(), name.size()));
    if (found == fields_.end()) return std::nullopt;
    return std::string_view(found->value().data(), found->value().size());
  }

 private:
  const beast::http::fields& fields_;
};

// One request's way through the handler, which may reply at once or later.
struct Exchange {
  std::optional<core::HttpResponse> response;
  std::function<void()> resume;

  void finish(core::HttpResponse reply) {
    if (response) return;
    response = std::move(reply);
    if (resume) std::exchange(resume, nullptr)();
  }
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
      exchange_->resume = nullptr;
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

asio::awaitable<void> wait_for_reply(std::shared_ptr<Exchange> exchange) {
  const auto keep_resume = [&exchange](auto handler) {
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    exchange->resume = [shared] { std::move (*shared)(); };
  };
  co_await asio::async_initiate<decltype(asio::use_awaitable), void()>(keep_resume,
                                                                       asio::use_awaitable);
}

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

asio::awaitable<core::HttpResponse> answer(const asio::io_context& context,
                                           const core::HttpHandler& handler, Parser& parser) {
  auto exchange = std::make_shared<Exchange>();
  auto& message = parser.get();
  const FieldHeaders headers(message);
  handler(core::HttpRequest{view(message.method_string()), view(message.target()), headers,
                            std::move(message.body())},
          [answerer = std::make_shared<Answerer>(context, exchange)](core::HttpResponse response) {
            answerer->reply(std::move(response));
          });
  if (!exchange->response) co_await wait_for_reply(exchange);
  co_return *std::move(exchange->response);
}

// Parses what is there; "need more" is no error.
error_code parse_some(Parser& parser, beast::flat_buffer& buffer) {
  error_code error;
  buffer.consume(parser.put(buffer.data(), error));
  if (error == beast::http::error::need_more) return {};
  return error;
}

bool expects_continue(const Parser& parser) {
  const auto expect = parser.get().find(beast::http::field::expect);
  return expect != parser.get().end() && beast::iequals(expect->value(), "100-continue");
}

// Reads one request. An error when the peer left, idled out or sent what can't be parsed.
asio::awaitable<error_code> read_request(Connection& connection, Parser& parser,
                                         beast::flat_buffer& buffer) {
  bool continued = false;
  while (true) {
    if (buffer.size() > 0) {
      connection.mid_request = true;
      if (const error_code error = parse_some(parser, buffer)) co_return error;
      if (parser.is_done()) co_return error_code{};
    }
    if (parser.is_header_done() && !continued && expects_continue(parser)) {
      continued = true;
      auto [error, sent] = co_await asio::async_write(
          connection.socket, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")),
          kAsResult);
      if (error) co_return error;
    }
    connection.waiting_since = Connection::Clock::now();
    auto [error, received] =
        co_await connection.socket.async_read_some(buffer.prepare(kReadBytes), kAsResult);
    if (error) co_return error;
    buffer.commit(received);
  }
}

// What the peer is told when its request can't be parsed; empty when it isn't worth an answer.
std::string refusal(const error_code& error) {
  core::HttpResponse response;
  if (error == beast::http::error::body_limit) {
    response = {413, {}, {{"Transfer-Encoding", "chunked"}}, {}};
  } else if (error == beast::http::error::header_limit) {
    response.status = 431;
  } else if (error.category() ==
             beast::http::make_error_code(beast::http::error::end_of_stream).category()) {
    response.status = 400;
  } else {
    return {};
  }
  return response_text(response, false);
}

// Refuses what can't be read, and then reads on to nowhere until the peer has sent all it wants to:
// to close a socket on which data still arrives resets it, and the peer might never see the answer.
// The listener's time limit for requests ends it.
asio::awaitable<void> refuse(Connection& connection, std::string text, beast::flat_buffer& buffer) {
  auto [write_error, sent] =
      co_await asio::async_write(connection.socket, asio::buffer(text), kAsResult);
  if (write_error) co_return;
  error_code ignored;
  connection.socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  connection.waiting_since = Connection::Clock::now();
  while (!connection.closing) {
    buffer.clear();
    auto [error, received] =
        co_await connection.socket.async_read_some(buffer.prepare(kReadBytes), kAsResult);
    if (error) co_return;
  }
}

}  // namespace

asio::awaitable<void> serve_connection(std::shared_ptr<Connection> connection,
                                       const core::HttpHandler& handler, SessionLimits limits) {
  beast::flat_buffer buffer;
  for (bool keep_alive = true; keep_alive && !connection->closing;) {
    Parser parser;
    parser.eager(true);
    parser.header_limit(static_cast<std::uint32_t>(limits.max_header_bytes));
    parser.body_limit(limits.max_body_bytes);
    connection->mid_request = false;
    if (const error_code error = co_await read_request(*connection, parser, buffer)) {
      if (std::string text = refusal(error); !text.empty()) {
        co_await refuse(*connection, std::move(text), buffer);
      }
      co_return;
    }
    connection->waiting_since.reset();
    connection->busy = true;
    const core::HttpResponse response = co_await answer(connection->context, handler, parser);
    connection->busy = false;
    keep_alive = parser.keep_alive() && !connection->closing;
    const std::string text =
        response_text(response, keep_alive, parser.get().method() == beast::http::verb::head);
    connection->waiting_since = Connection::Clock::now();
    auto [error, sent] =
        co_await asio::async_write(connection->socket, asio::buffer(text), kAsResult);
    if (error) co_return;
  }
}

}  // namespace server::http
