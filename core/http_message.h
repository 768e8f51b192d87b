#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a handler of HTTP requests sees of them: no sockets, no Beast. The main port and each
// handler process's Runtime API port are served through it.
namespace core {

class HttpHeaders {
 public:
  virtual ~HttpHeaders() = default;
  // The first field of that name, whatever its case.
  virtual std::optional<std::string_view> find(std::string_view name) const = 0;
  // Visits each field, in the request's order.
  using Visit = std::function<void(std::string_view name, std::string_view value)>;
  virtual void for_each(const Visit& visit) const = 0;
};

// Whoever sent a request that is answered later.
class HttpPeer {
 public:
  virtual ~HttpPeer() = default;
  // Calls `gone`, on the engine thread, when the peer leaves before it is answered; nothing is
  // promised of one that already sent more requests. At most one such wish a request.
  virtual void on_gone(std::function<void()> gone) = 0;
};

// The views stay valid until the reply is called.
struct HttpRequest {
  std::string_view method;  // "POST"
  std::string_view target;  // path and query, as sent
  const HttpHeaders& headers;
  std::string body;
  // The body is larger than the handler's BodyLimit says: it wasn't read, or only a part of it. The
  // handler says so, and the connection ends with its answer.
  bool body_too_large = false;
  // Until the reply is called; nullptr where nobody can tell whether the peer is there.
  HttpPeer* peer = nullptr;
  // The body wasn't read to its end either: there is no room for it beside all others that wait.
  bool no_room_for_body = false;
};

struct HttpResponse {
  int status = 200;
  std::string content_type;                                       // no such header when empty
  std::vector<std::pair<std::string_view, std::string>> headers;  // names are literals
  std::string body;
  // Fields whose names aren't literals, such as those that a client chose itself.
  std::vector<std::pair<std::string, std::string>> named_headers = {};
  // How long the body would be that an answer to HEAD leaves out, if not as long as `body`.
  std::optional<std::size_t> unsent_bytes = {};
};

// Called exactly once, on the engine thread, at once or later.
using HttpReply = std::function<void(HttpResponse)>;
using HttpHandler = std::function<void(HttpRequest, HttpReply)>;
// How large a request's body may be, by its head: asked before any of the body is read.
using BodyLimit = std::function<std::size_t(const HttpRequest& head)>;

}  // namespace core
