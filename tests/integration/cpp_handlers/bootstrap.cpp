// A function without a runtime of anybody's: it speaks the Runtime API over a socket, as the
// program of a `provided` runtime. It answers with what it gets; "fail" fails the invocation,
// "exit" ends the process, and each invocation leaves a line in the log.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

namespace {

struct Answer {
  std::string head;
  std::string body;

  // A header's value; its name as the server writes it.
  std::string header(const std::string& name) const {
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) throw std::runtime_error("no header " + name);
    const std::size_t begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

class RuntimeApi {
 public:
  // "127.0.0.1:PORT", maybe with a path.
  explicit RuntimeApi(const std::string& place)
      : host_(place.substr(0, place.find('/'))),
        path_(place.substr(host_.size()) + "/2018-06-01/runtime/"),
        socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port =
        htons(static_cast<std::uint16_t>(std::stoi(host_.substr(host_.find(':') + 1))));
    ::inet_pton(AF_INET, host_.substr(0, host_.find(':')).c_str(), &address.sin_addr);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
      throw std::runtime_error("no Runtime API at " + place);
    }
  }

  Answer call(const std::string& method, const std::string& path, const std::string& body = "") {
    const std::string request = method + " " + path_ + path + " HTTP/1.1\r\nHost: " + host_ +
                                "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                                body;
    if (::write(socket_, request.data(), request.size()) != static_cast<ssize_t>(request.size())) {
      throw std::runtime_error("the Runtime API is gone");
    }
    return read();
  }

 private:
  Answer read() {
    std::string text;
    std::size_t end = std::string::npos;
    while ((end = text.find("\r\n\r\n")) == std::string::npos) read_some(text);
    Answer answer{text.substr(0, end + 2), text.substr(end + 4)};
    const std::size_t length = std::stoul(answer.header("Content-Length"));
    while (answer.body.size() < length) read_some(answer.body);
    return answer;
  }

  void read_some(std::string& text) {
    char bytes[4096];
    const ssize_t n = ::read(socket_, bytes, sizeof(bytes));
    if (n <= 0) throw std::runtime_error("the Runtime API is gone");
    text.append(bytes, static_cast<std::size_t>(n));
  }

  std::string host_;
  std::string path_;
  int socket_;
};

}  // namespace

int main() {
  RuntimeApi api(std::getenv("AWS_LAMBDA_RUNTIME_API"));
  std::cout << "starts " << std::getenv("_HANDLER") << std::endl;
  for (;;) {
    const Answer next = api.call("GET", "invocation/next");
    const std::string invocation = "invocation/" + next.header("Lambda-Runtime-Aws-Request-Id");
    std::cout << "gets " << next.body << std::endl;
    if (next.body == "\"exit\"") return 3;
    if (next.body == "\"fail\"") {
      api.call("POST", invocation + "/error",
               R"({"errorMessage": "as asked", "errorType": "Cpp.Failure", "stackTrace": []})");
    } else {
      api.call("POST", invocation + "/response", next.body);
    }
  }
}
