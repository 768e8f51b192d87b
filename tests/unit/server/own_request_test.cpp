#include "server/own_request.h"

#include <doctest/doctest.h>

namespace own_request_test {

TEST_CASE("a question to oneself is a request with its own headers and a host") {
  const server::client::HttpQuestion question{
      "PUT", "/a?b", {{"X-One", "1"}, {"Two", "2"}},
        "body"
  };
  const server::OwnRequest own(question, "http://127.0.0.1:8000");
  const core::HttpRequest request = own.get();
  CHECK(request.method == "PUT");
  CHECK(request.target == "/a?b");
  CHECK(request.body == "body");
  CHECK(request.headers.find("host") == "127.0.0.1:8000");
  CHECK(request.headers.find("x-one") == "1");
  CHECK(request.headers.find("x-on") == std::nullopt);
  std::string all;
  request.headers.for_each([&](std::string_view name, std::string_view value) {
    all += std::string(name) + "=" + std::string(value) + ";";
  });
  CHECK(all == "Host=127.0.0.1:8000;X-One=1;Two=2;");
}

}  // namespace own_request_test
