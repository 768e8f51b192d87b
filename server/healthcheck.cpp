#include "server/healthcheck.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <chrono>
#include <string_view>

namespace server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr std::chrono::seconds kPatience{3};

asio::awaitable<void> ask(ServerAddress address, unsigned& status, std::string& why) {
  try {
    tcp::resolver resolver(co_await asio::this_coro::executor);
    const auto endpoints =
        co_await resolver.async_resolve(address.host, address.port, asio::use_awaitable);
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await asio::async_connect(socket, endpoints, asio::use_awaitable);
    http::request<http::empty_body> request(http::verb::get, "/_rivulet/health", 11);
    request.set(http::field::host, "localhost");
    co_await http::async_write(socket, request, asio::use_awaitable);
    boost::beast::flat_buffer buffer;
    http::response<http::string_body> response;
    co_await http::async_read(socket, buffer, response, asio::use_awaitable);
    status = response.result_int();
    why = "it answered " + std::to_string(status);
  } catch (const boost::system::system_error& error) {
    why = error.code().message();
  }
}

// "[::1]" is how a URL has the address ::1.
std::string without_brackets(std::string_view host) {
  const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
  return std::string(is_bracketed ? host.substr(1, host.size() - 2) : host);
}

}  // namespace

ServerAddress address_of(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
    url.remove_prefix(scheme + 3);
  }
  url = url.substr(0, url.find('/'));
  const auto colon = url.rfind(':');
  const bool has_port = colon != std::string_view::npos && !url.ends_with(']');
  if (!has_port) return {without_brackets(url), "80"};
  return {without_brackets(url.substr(0, colon)), std::string(url.substr(colon + 1))};
}

bool is_healthy(const std::string& url, std::string& why) {
  unsigned status = 0;
  why = "no answer in time";
  asio::io_context context;
  asio::co_spawn(context, ask(address_of(url), status, why), asio::detached);
  context.run_for(kPatience);
  return status == 200;
}

}  // namespace server
