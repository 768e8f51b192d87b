#include "server/client/http_client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <optional>

namespace server::client {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr const char* kTooLate = "no answer in time";
constexpr std::size_t kMaxAnswerBytes = std::size_t{64} << 20;

// "[::1]" is how a URL has the address ::1.
std::string without_brackets(std::string_view host) {
  const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
  return std::string(is_bracketed ? host.substr(1, host.size() - 2) : host);
}

std::string_view authority_of(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
    url.remove_prefix(scheme + 3);
  }
  return url.substr(0, url.find('/'));
}

http::request<http::string_body> request_of(const HttpQuestion& question, const std::string& host) {
  http::request<http::string_body> request;
  request.method_string(question.method);
  request.target(question.target);
  request.version(11);
  request.set(http::field::host, host);
  for (const auto& [name, value] : question.headers) request.set(name, value);
  request.body() = question.body;
  request.prepare_payload();
  return request;
}

}  // namespace

ServerAddress address_of(std::string_view url) {
  url = authority_of(url);
  const auto colon = url.rfind(':');
  const bool has_port = colon != std::string_view::npos && !url.ends_with(']');
  if (!has_port) return {without_brackets(url), "80"};
  return {without_brackets(url.substr(0, colon)), std::string(url.substr(colon + 1))};
}

// A connection with the loop that serves it; what is still under way ends with it.
struct HttpClient::Connection {
  explicit Connection(ServerAddress server) : address(std::move(server)) {}

  asio::awaitable<void> connect() {
    tcp::resolver resolver(context);
    const auto endpoints =
        co_await resolver.async_resolve(address.host, address.port, asio::use_awaitable);
    co_await asio::async_connect(socket, endpoints, asio::use_awaitable);
  }

  asio::awaitable<void> exchange() {
    try {
      if (!socket.is_open()) co_await connect();
      co_await http::async_write(socket, request, asio::use_awaitable);
      http::response_parser<http::string_body> parser;
      parser.body_limit(kMaxAnswerBytes);
      co_await http::async_read(socket, buffer, parser, asio::use_awaitable);
      response = parser.release();
    } catch (const boost::system::system_error& failure) {
      error = failure.code().message();
    }
  }

  void run(http::request<http::string_body> question, std::chrono::seconds patience) {
    request = std::move(question);
    response.reset();
    error = kTooLate;
    context.restart();
    asio::co_spawn(context, exchange(), asio::detached);
    context.run_for(patience);
  }

  ServerAddress address;
  asio::io_context context{1};
  tcp::socket socket{context};
  boost::beast::flat_buffer buffer;
  http::request<http::string_body> request;
  std::optional<http::response<http::string_body>> response;
  std::string error;
};

HttpClient::HttpClient(std::string_view url, std::chrono::seconds patience)
    : host_(authority_of(url)), address_(address_of(url)), patience_(patience) {}
HttpClient::~HttpClient() = default;

HttpAnswer HttpClient::ask(const HttpQuestion& question) {
  const bool is_used = connection_ != nullptr;
  if (!is_used) connection_ = std::make_unique<Connection>(address_);
  connection_->run(request_of(question, host_), patience_);
  if (auto response = std::move(connection_->response)) {
    if (!response->keep_alive()) connection_.reset();
    return {response->result_int(), std::move(response->body())};
  }
  const std::string error = std::move(connection_->error);
  connection_.reset();
  // Whoever was connected for a while may find that the server has closed the connection.
  if (is_used && error != kTooLate) return ask(question);
  throw NoAnswer(error);
}

}  // namespace server::client
