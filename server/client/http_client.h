#pragma once

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::client {

struct ServerAddress {
  std::string host;  // an IPv6 one without its brackets
  std::string port;
};

// Of "http://host:port", with or without a path; port 80 unless it is named.
ServerAddress address_of(std::string_view url);

struct HttpQuestion {
  std::string method;
  std::string target;  // path and query
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
};

struct HttpAnswer {
  unsigned status = 0;
  std::string body;
};

// Nobody answered, or what came is no answer: says why.
class NoAnswer : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Asks one server, question by question, over one connection that is opened when it is needed. It
// blocks: for commands that have nothing else to do.
class HttpClient {
 public:
  // An answer takes `patience` at most.
  HttpClient(std::string_view url, std::chrono::seconds patience);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Throws NoAnswer. A connection that the server closed meanwhile is opened again.
  HttpAnswer ask(const HttpQuestion& question);

 private:
  struct Connection;
  std::string host_;
  ServerAddress address_;
  std::chrono::seconds patience_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace server::client
