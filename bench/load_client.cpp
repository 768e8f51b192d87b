#include "bench/load_client.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {
    if (fd < 0) throw std::system_error(errno, std::generic_category(), "socket");
  }
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

Socket connect_to(std::uint16_t port) {
  Socket socket(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::system_error(errno, std::generic_category(), "connect");
  }
  const int on = 1;
  ::setsockopt(socket.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

struct Peer {
  Socket socket;
  std::string received;
  Clock::time_point sent_at;
};

std::string request_text(std::uint16_t port, const std::string& target, const std::string& body) {
  return fmt::format(
      "POST / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nX-Amz-Target: {}\r\n"
      "Content-Type: application/x-amz-json-1.0\r\n"
      "X-Amz-Date: 20250101T000000Z\r\n"
      "Authorization: AWS4-HMAC-SHA256 Credential=key/20250101/us-east-1/dynamodb/aws4_request, "
      "SignedHeaders=host;x-amz-date;x-amz-target, Signature=0\r\n"
      "Content-Length: {}\r\n\r\n{}",
      port, target, body.size(), body);
}

void send_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent < 0) throw std::system_error(errno, std::generic_category(), "send");
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

// The whole answer's length, or 0 while some of it is missing.
std::size_t complete_length(std::string_view received) {
  const auto head_end = received.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return 0;
  constexpr std::string_view kLength = "Content-Length: ";
  const auto at = received.find(kLength);
  if (at == std::string_view::npos || at > head_end) {
    throw std::runtime_error("an answer without Content-Length");
  }
  std::size_t length = 0;
  std::from_chars(received.data() + at + kLength.size(), received.data() + head_end, length);
  const std::size_t total = head_end + 4 + length;
  return received.size() >= total ? total : 0;
}

void check_answer(std::string_view answer, const Load& load) {
  if (answer.starts_with("HTTP/1.1 200") && answer.find(load.expected) != std::string_view::npos) {
    return;
  }
  throw std::runtime_error(fmt::format("a wrong answer to {}: {}", load.target, answer));
}

class Loader {
 public:
  explicit Loader(const Load& load) : load_(load), poll_(::epoll_create1(0)) {
    for (int i = 0; i < load.connections; ++i) {
      peers_.push_back({connect_to(load.port), {}, {}});
    }
    for (std::size_t i = 0; i < peers_.size(); ++i) {
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u64 = i;
      ::epoll_ctl(poll_.fd(), EPOLL_CTL_ADD, peers_[i].socket.fd(), &event);
    }
  }

  LoadResult run() {
    const auto begin = Clock::now();
    end_ = begin + std::chrono::duration_cast<Clock::duration>(
                       std::chrono::duration<double>(load_.seconds));
    for (Peer& peer : peers_) send_next(peer);
    while (Clock::now() < end_ || latencies_.empty()) {
      epoll_event events[64];
      const int count = ::epoll_wait(poll_.fd(), events, 64, 1000);
      if (count <= 0) throw std::runtime_error("the server went silent");
      for (int i = 0; i < count; ++i) receive(peers_[events[i].data.u64]);
    }
    return summary(std::chrono::duration<double>(Clock::now() - begin).count());
  }

 private:
  void send_next(Peer& peer) {
    peer.sent_at = Clock::now();
    send_all(peer.socket.fd(), request_text(load_.port, load_.target, load_.body(next_++)));
  }

  void receive(Peer& peer) {
    char buffer[16384];
    const ssize_t count = ::recv(peer.socket.fd(), buffer, sizeof buffer, 0);
    if (count <= 0) throw std::runtime_error("the server closed a connection");
    peer.received.append(buffer, static_cast<std::size_t>(count));
    const std::size_t length = complete_length(peer.received);
    if (length == 0) return;
    check_answer(std::string_view(peer.received).substr(0, length), load_);
    peer.received.erase(0, length);
    latencies_.push_back(std::chrono::duration<float, std::milli>(Clock::now() - peer.sent_at));
    if (Clock::now() < end_) send_next(peer);
  }

  LoadResult summary(double seconds) {
    std::sort(latencies_.begin(), latencies_.end());
    const auto percentile = [&](double share) {
      if (latencies_.empty()) return 0.0;
      const auto at = static_cast<std::size_t>(share * static_cast<double>(latencies_.size() - 1));
      return static_cast<double>(latencies_[at].count());
    };
    return {latencies_.size(), seconds, percentile(0.5), percentile(0.99)};
  }

  const Load& load_;
  Socket poll_;
  std::vector<Peer> peers_;
  std::vector<std::chrono::duration<float, std::milli>> latencies_;
  std::uint64_t next_ = 0;
  Clock::time_point end_;
};

}  // namespace

std::string call(std::uint16_t port, const std::string& target, const std::string& body) {
  const Socket socket = connect_to(port);
  send_all(socket.fd(), request_text(port, target, body));
  std::string received;
  while (complete_length(received) == 0) {
    char buffer[16384];
    const ssize_t count = ::recv(socket.fd(), buffer, sizeof buffer, 0);
    if (count <= 0) throw std::runtime_error("the server closed a connection");
    received.append(buffer, static_cast<std::size_t>(count));
  }
  check_answer(received, {port, 1, 0, {}, target, ""});
  return received;
}

LoadResult run_load(const Load& load) {
  return Loader(load).run();
}

}  // namespace bench
