#include "server/http/request_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <doctest/doctest.h>

namespace server::http::request_parser_test {
namespace {

constexpr std::size_t kMaxHead = 1000;
const core::BodyLimit kMaxBody = [](const core::HttpRequest&) { return std::size_t{1000}; };

// Feeds the text in pieces of so many bytes, as a socket might bring it.
boost::beast::error_code parse(RequestParser& parser, std::string_view text, std::size_t piece) {
  parser.eager(true);
  std::string received;
  while (!text.empty() && !parser.is_done()) {
    received.append(text.substr(0, piece));
    text.remove_prefix(std::min(piece, text.size()));
    boost::beast::error_code error;
    received.erase(0, parser.put(boost::asio::buffer(received), error));
    if (error && error != boost::beast::http::error::need_more) return error;
  }
  return {};
}

}  // namespace

TEST_CASE("a request is the same however it is cut into pieces") {
  const std::string text =
      "POST /a?b=c HTTP/1.1\r\nHost: x\r\nX-Amz-Target:  T.Op \r\nContent-Length: 5\r\n\r\nhello";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, text.size()}) {
    CAPTURE(piece);
    RequestHead head;
    RequestParser parser(head, kMaxHead, kMaxBody);
    REQUIRE_FALSE(parse(parser, text, piece));
    REQUIRE(parser.is_done());
    CHECK(head.method() == "POST");
    CHECK(head.target() == "/a?b=c");
    CHECK(head.find("x-amz-TARGET") == "T.Op");
    CHECK(head.find("Host") == "x");
    CHECK_FALSE(head.find("Origin"));
    CHECK(parser.body() == "hello");
    CHECK(parser.keep_alive());
  }
}

TEST_CASE("a field is found by its whole name, whatever its case") {
  RequestHead head;
  head.add_field("X-Ab-Z", "1");
  head.add_field("x-cd-z", "2");  // as long, with the same letters at both ends
  head.add_field("", "3");
  CHECK(head.find("X-CD-Z") == "2");
  CHECK(head.find("x-ab-z") == "1");
  CHECK(head.find("") == "3");
  CHECK_FALSE(head.find("X-Ef-Z"));
  CHECK_FALSE(head.find("X-Ab-Y"));
  CHECK_FALSE(head.find("X-Ab-Zz"));
}

TEST_CASE("a body may come in chunks") {
  RequestHead head;
  RequestParser parser(head, kMaxHead, kMaxBody);
  REQUIRE_FALSE(parse(parser,
                      "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
                      4));
  CHECK(parser.is_done());
  CHECK(parser.body() == "abcde");
}

TEST_CASE("each of many fields is found") {
  RequestHead head;
  for (int i = 0; i < 600; ++i) {
    const std::string name = "X-" + std::to_string(i);
    CHECK_FALSE(head.find(name));
    head.add_field(name, std::to_string(i));
    head.add_field(name, "again");
  }
  for (int i = 0; i < 600; ++i) {
    CAPTURE(i);
    CHECK(head.find("x-" + std::to_string(i)) == std::to_string(i));
  }
  CHECK_FALSE(head.find("X-600"));
  head.clear();
  CHECK_FALSE(head.find("X-0"));
}

TEST_CASE("a head is used again for the next request, and the first field of a name counts") {
  RequestHead head;
  {
    RequestParser first(head, kMaxHead, kMaxBody);
    REQUIRE_FALSE(parse(first, "GET /1 HTTP/1.1\r\nA: 1\r\nB: 2\r\nB: 3\r\n\r\n", 100));
    CHECK(head.find("B") == "2");
  }
  RequestParser second(head, kMaxHead, kMaxBody);
  REQUIRE_FALSE(parse(second, "GET /2 HTTP/1.1\r\nB: 4\r\n\r\n", 100));
  CHECK(head.target() == "/2");
  CHECK_FALSE(head.find("A"));
  CHECK(head.find("B") == "4");
}

TEST_CASE("a transfer coding other than chunked, once, is an error") {
  constexpr auto kBadCoding = boost::beast::http::error::bad_transfer_encoding;
  for (const char* coding : {"gzip", "identity", "gzip, chunked", "chunked, gzip",
                             "chunked, chunked", "chunked;q=1", "xchunked", ""}) {
    CAPTURE(coding);
    RequestHead head;
    RequestParser parser(head, kMaxHead, kMaxBody);
    CHECK(
        parse(parser,
              "POST / HTTP/1.1\r\nTransfer-Encoding: " + std::string(coding) + "\r\n\r\n0\r\n\r\n",
              1000) == kBadCoding);
  }
  RequestHead head;
  RequestParser doubled(head, kMaxHead, kMaxBody);
  CHECK(parse(doubled,
              "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
              "chunked\r\n\r\n0\r\n\r\n",
              1000) == kBadCoding);
  CHECK(head.find("Transfer-Encoding"));
  RequestParser measured(head, kMaxHead, kMaxBody);
  CHECK(parse(measured,
              "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
              1000) == kBadCoding);
  CHECK_FALSE(head.find("Transfer-Encoding"));
  RequestParser shouting(head, kMaxHead, kMaxBody);
  CHECK_FALSE(parse(
      shouting, "POST / HTTP/1.1\r\nTransfer-Encoding: CHUNKED\r\n\r\n1\r\na\r\n0\r\n\r\n", 1000));
  CHECK(shouting.is_done());
}

TEST_CASE("chunks may have as many bytes of extensions as a head, all together") {
  const std::string head_text = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
  const auto chunk = [](std::size_t extension) {
    return "1;" + std::string(extension - 1, 'x') + "\r\na\r\n";
  };
  RequestHead head;
  RequestParser most(head, kMaxHead, kMaxBody);
  CHECK_FALSE(parse(most, head_text + chunk(kMaxHead - 2) + chunk(2) + "0\r\n\r\n", 5000));
  CHECK(most.is_done());
  CHECK(most.body() == "aa");
  RequestParser more(head, kMaxHead, kMaxBody);
  CHECK(parse(more, head_text + chunk(kMaxHead - 1) + chunk(2) + "0\r\n\r\n", 5000) ==
        boost::beast::http::error::header_limit);
}

TEST_CASE("a trailer's fields are passed over, up to as many bytes as a head") {
  const std::string head_text =
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n";
  RequestHead head;
  RequestParser passed(head, kMaxHead, kMaxBody);
  CHECK_FALSE(parse(passed, head_text + "X-Amz-Target: a\r\nOrigin: b\r\n\r\n", 5));
  CHECK(passed.is_done());
  CHECK(passed.body() == "a");
  CHECK_FALSE(head.find("X-Amz-Target"));
  CHECK_FALSE(head.find("Origin"));
  const auto trailer = [](std::size_t bytes) {
    return "a:" + std::string(bytes - 1, 'x') + "\r\n";
  };
  RequestParser most(head, kMaxHead, kMaxBody);
  CHECK_FALSE(parse(most, head_text + trailer(kMaxHead - 2) + trailer(2) + "\r\n", 5000));
  CHECK(most.is_done());
  RequestParser more(head, kMaxHead, kMaxBody);
  CHECK(parse(more, head_text + trailer(kMaxHead - 1) + trailer(2) + "\r\n", 5000) ==
        boost::beast::http::error::header_limit);
}

TEST_CASE("what isn't HTTP, or too much of it, is an error") {
  RequestHead head;
  RequestParser nonsense(head, kMaxHead, kMaxBody);
  CHECK(parse(nonsense, "nonsense\r\n\r\n", 100));
  for (const std::size_t piece : {std::size_t{1}, std::size_t{100}}) {
    RequestParser short_headed(head, 12, kMaxBody);
    CHECK(parse(short_headed, "GET / HTTP/1.1\r\nA: 123456789\r\n\r\n", piece) ==
          boost::beast::http::error::header_limit);
  }
}

TEST_CASE("how large a body may be is asked by its head, before it is read") {
  const core::BodyLimit by_target = [](const core::HttpRequest& request) {
    CHECK(request.method == "POST");
    CHECK(request.headers.find("A") == "1");
    return request.target == "/four" ? std::size_t{4} : std::size_t{5};
  };
  struct Case {
    const char* text;
    bool fits;
  };
  const Case cases[] = {
      {"POST /five HTTP/1.1\r\nA: 1\r\nContent-Length: 5\r\n\r\nhello", true },
      {"POST /four HTTP/1.1\r\nA: 1\r\nContent-Length: 5\r\n\r\n",      false},
      {"POST /four HTTP/1.1\r\nA: 1\r\nContent-Length: 4\r\n\r\nhell",  true },
      {"POST /five HTTP/1.1\r\nA: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
       "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",                       true },
      {"POST /four HTTP/1.1\r\nA: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
       "3\r\nhel\r\n2\r\nlo\r\n",                                false},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.text));
    for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}}) {
      RequestHead head;
      RequestParser parser(head, kMaxHead, by_target);
      const auto error = parse(parser, c.text, piece);
      CHECK(parser.is_done() == c.fits);
      if (!c.fits) CHECK(error == boost::beast::http::error::body_limit);
    }
  }
}

}  // namespace server::http::request_parser_test
