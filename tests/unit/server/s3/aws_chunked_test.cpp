#include "server/s3/aws_chunked.h"

#include <doctest/doctest.h>

namespace aws_chunked_test {

using server::s3::decode_aws_chunked;

TEST_CASE("chunks are put together, and their trailers told") {
  const auto plain = decode_aws_chunked("5\r\nhello\r\nC\r\n wide\r\nworld\r\n0\r\n\r\n");
  REQUIRE(plain);
  CHECK(plain->bytes == "hello wide\r\nworld");
  CHECK(plain->trailers.empty());

  const auto signed_chunks = decode_aws_chunked(
      "3;chunk-signature=abc\r\nabc\r\n0;chunk-signature=def\r\n"
      "X-Amz-Checksum-CRC32: AAAA==\r\nx-amz-trailer-signature:ghi\r\n\r\n");
  REQUIRE(signed_chunks);
  CHECK(signed_chunks->bytes == "abc");
  REQUIRE(signed_chunks->trailers.size() == 2);
  CHECK(signed_chunks->trailers[0] ==
        std::pair<std::string, std::string>("x-amz-checksum-crc32", "AAAA=="));
  CHECK(signed_chunks->trailers[1] ==
        std::pair<std::string, std::string>("x-amz-trailer-signature", "ghi"));
}

TEST_CASE("no bytes are a single chunk, with the last line end or without") {
  for (const char* body : {"0\r\n\r\n", "0\r\n"}) {
    const auto decoded = decode_aws_chunked(body);
    REQUIRE(decoded);
    CHECK(decoded->bytes == "");
  }
}

TEST_CASE("trailers are as large as a head may be, and no larger") {
  const std::string value(server::s3::kMaxTrailerBytes - std::string_view("a:\r\n\r\n").size(),
                          'x');
  const auto decoded = decode_aws_chunked("0\r\na:" + value + "\r\n\r\n");
  REQUIRE(decoded);
  CHECK(decoded->trailers.front().second == value);
  CHECK_FALSE(decode_aws_chunked("0\r\na:" + value + "x\r\n\r\n"));
  std::string many = "0\r\n";
  for (std::size_t i = 0; i < server::s3::kMaxTrailerBytes / 4; ++i) many += "a:\r\n";
  CHECK(decode_aws_chunked(many));
  CHECK_FALSE(decode_aws_chunked(many + "\r\n"));
}

TEST_CASE("what isn't so coded, or ends too early, is no body") {
  for (const char* body :
       {"", "hello", "5\r\nhello", "5\r\nhell\r\n0\r\n\r\n", "5\r\nhello\r\n",
        "4\r\nhello\r\n0\r\n\r\n", "x\r\nhello\r\n0\r\n\r\n", ";a\r\n\r\n", "-1\r\na\r\n0\r\n\r\n",
        "5 \r\nhello\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFF\r\na\r\n0\r\n\r\n",
        "FFFFFFFFFFFFFFFFF\r\na\r\n0\r\n\r\n", "0\r\nnocolon\r\n\r\n", "0\r\na:b",
        "0\r\n\r\nmore"}) {
    CAPTURE(body);
    CHECK_FALSE(decode_aws_chunked(body));
  }
}

}  // namespace aws_chunked_test
