// The floor that our figures are held against: the least that an HTTP server built from the same
// parts can do. One thread, Beast's parser, one fixed answer as large as a GetItem's, and nothing
// else.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>

#include <cstdio>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr auto kAsResult = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> serve(tcp::socket socket) {
  boost::beast::flat_buffer buffer;
  while (true) {
    http::request<http::string_body> request;
    auto [read_error, read] = co_await http::async_read(socket, buffer, request, kAsResult);
    if (read_error) co_return;
    http::response<http::string_body> response{http::status::ok, request.version()};
    response.set(http::field::content_type, "application/x-amz-json-1.0");
    response.set("x-amzn-RequestId", "FLOORFLOORFLOORFLOORFLOORFLOORFLOORFLOORFLOORFLOORFL");
    response.set("x-amz-crc32", "2745614147");
    response.body() = R"({"Item":{"Id":{"N":"1"},"Amount":{"N":"1000"},"Note":{"S":")" +
                      std::string(100, 'x') + R"("}}})";
    response.prepare_payload();
    auto [write_error, written] = co_await http::async_write(socket, response, kAsResult);
    if (write_error) co_return;
  }
}

asio::awaitable<void> accept(tcp::acceptor acceptor) {
  while (true) {
    auto [error, socket] = co_await acceptor.async_accept(kAsResult);
    if (error) co_return;
    socket.set_option(tcp::no_delay(true));
    asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
  }
}

}  // namespace

int main() {
  asio::io_context context{1};
  tcp::acceptor acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  fmt::print("floor listening on http://127.0.0.1:{}\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  asio::co_spawn(context, accept(std::move(acceptor)), asio::detached);
  context.run();
}
