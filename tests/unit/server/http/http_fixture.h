#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <cstdint>
#include <string>

// A client on the loopback. It and the server take turns on one thread: what was sent lies in the
// kernel's buffers meanwhile, so nothing here waits for time to pass.
class LoopbackClient {
 public:
  LoopbackClient(boost::asio::io_context& context, std::uint16_t port)
      : context_(context), socket_(context) {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
    socket_.non_blocking(true);
  }

  void send(const std::string& text) { boost::asio::write(socket_, boost::asio::buffer(text)); }
  void leave() { socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send); }
  // Runs the server until it has sent this text.
  bool receives(const std::string& text) {
    while (received.find(text) == std::string::npos) {
      if (!turn()) return false;
    }
    return true;
  }
  // Runs the server until it has closed the connection.
  void await_end() {
    while (turn()) {
    }
  }

  std::string received;

 private:
  // False at the end.
  bool turn() {
    context_.restart();
    context_.poll();
    char bytes[4096];
    boost::system::error_code error;
    const std::size_t n = socket_.read_some(boost::asio::buffer(bytes), error);
    received.append(bytes, n);
    return !error || error == boost::asio::error::would_block;
  }

  boost::asio::io_context& context_;
  boost::asio::ip::tcp::socket socket_;
};
