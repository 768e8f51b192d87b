#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include <string>
#include <thread>
#include <vector>

namespace tests {

// Answers on the loopback, as somebody else's server might: each question of a connection with the
// next of these bytes. A connection of its own has each list of them.
class Answerer {
 public:
  using Tcp = boost::asio::ip::tcp;

  explicit Answerer(std::string answer) : Answerer({std::vector{std::move(answer)}}) {}
  explicit Answerer(std::vector<std::vector<std::string>> connections)
      : thread_([this, connections = std::move(connections)] {
          for (const auto& answers : connections) serve(answers);
        }) {}

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
  }
  // All that was asked; to be looked at once it was answered.
  const std::string& question() {
    thread_.join();
    return question_;
  }

 private:
  void serve(const std::vector<std::string>& answers) {
    Tcp::socket socket = acceptor_.accept();
    for (const std::string& answer : answers) {
      boost::asio::streambuf buffer;
      boost::system::error_code ignored;
      boost::asio::read_until(socket, buffer, "\r\n\r\n", ignored);
      question_ += std::string(boost::asio::buffers_begin(buffer.data()),
                               boost::asio::buffers_end(buffer.data()));
      boost::asio::write(socket, boost::asio::buffer(answer), ignored);
    }
  }

  boost::asio::io_context context_;
  Tcp::acceptor acceptor_{
      context_, {boost::asio::ip::address_v4::loopback(), 0}
  };
  std::string question_;
  std::jthread thread_;
};

}  // namespace tests
