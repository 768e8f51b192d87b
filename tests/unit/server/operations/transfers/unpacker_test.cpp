#include "server/operations/transfers/unpacker.h"

#include "core/base64.h"
#include "server/protocol/content_coding.h"

#include <doctest/doctest.h>

namespace unpacker_test {

using namespace server::operations;

namespace {

std::string gzipped(std::string_view text) {
  return server::protocol::encode(text, server::protocol::ContentCoding::gzip);
}

// Frames that the program zstd made: of {"Item":{"id":{"S":"a"}}} and a line end, of the same with
// "b", and of 600,000 times "x".
std::string zstd_a() {
  return *core::base64_decode("KLUv/QRY0QAAeyJJdGVtIjp7ImlkIjp7IlMiOiJhIn19fQrfMcYJ");
}
std::string zstd_b() {
  return *core::base64_decode("KLUv/QRY0QAAeyJJdGVtIjp7ImlkIjp7IlMiOiJiIn19fQpFBBbW");
}
std::string zstd_long() {
  return *core::base64_decode("KLUv/QRYVAAAEHh4AQD7/znAAgIAEHgCABB4AgAQeAM+CXhaZsaB");
}

constexpr const char* kA = "{\"Item\":{\"id\":{\"S\":\"a\"}}}\n";
constexpr const char* kB = "{\"Item\":{\"id\":{\"S\":\"b\"}}}\n";

// What comes out of what is fed in pieces; "broken" for what isn't packed as it is said to be.
std::string unpacked(Compression compression, const std::string& packed, std::size_t piece = 1000) {
  const auto unpacker = make_unpacker(compression);
  std::string text;
  for (std::size_t at = 0;;) {
    const std::string next = packed.substr(at, piece);
    at += next.size();
    unpacker->feed(next, at == packed.size());
    auto state = Unpacker::State::more;
    while (state == Unpacker::State::more) {
      std::string out;
      state = unpacker->unpack(out);
      CHECK(out.size() <= Unpacker::kPieceBytes);
      text += out;
    }
    if (state == Unpacker::State::broken) return "broken";
    if (at == packed.size()) return text;
  }
}

}  // namespace

TEST_CASE("what comes in pieces is unpacked, whatever their sizes") {
  for (const std::size_t piece : {1, 7, 1000}) {
    CAPTURE(piece);
    CHECK(unpacked(Compression::none, "plain text", piece) == "plain text");
    CHECK(unpacked(Compression::gzip, gzipped(kA), piece) == kA);
    CHECK(unpacked(Compression::zstd, zstd_a(), piece) == kA);
  }
}

TEST_CASE("several members or frames are one text") {
  const std::string both = std::string(kA) + kB;
  for (const std::size_t piece : {1, 7, 1000}) {
    CAPTURE(piece);
    CHECK(unpacked(Compression::gzip, gzipped(kA) + gzipped("") + gzipped(kB), piece) == both);
    CHECK(unpacked(Compression::zstd, zstd_a() + zstd_b(), piece) == both);
  }
}

TEST_CASE("what becomes much is unpacked in pieces") {
  const std::string much(600'000, 'x');
  CHECK(unpacked(Compression::none, much, 600'000) == much);
  CHECK(unpacked(Compression::gzip, gzipped(much)) == much);
  CHECK(unpacked(Compression::zstd, zstd_long()) == much);
}

TEST_CASE("nothing is unpacked as nothing") {
  for (const auto compression : {Compression::none, Compression::gzip, Compression::zstd}) {
    CHECK(unpacked(compression, "") == "");
  }
  CHECK(unpacked(Compression::gzip, gzipped("")) == "");
}

TEST_CASE("what is packed otherwise, or cut off, is broken") {
  for (const auto compression : {Compression::gzip, Compression::zstd}) {
    CHECK(unpacked(compression, kA) == "broken");
  }
  const std::string gzip = gzipped(kA);
  CHECK(unpacked(Compression::gzip, gzip.substr(0, gzip.size() - 1)) == "broken");
  CHECK(unpacked(Compression::gzip, gzip + "rest") == "broken");
  CHECK(unpacked(Compression::zstd, zstd_a().substr(0, 30)) == "broken");
  CHECK(unpacked(Compression::zstd, zstd_a() + "rest of it") == "broken");
}

TEST_CASE("the library of zstd is there, as on each Debian") {
  CHECK(has_zstd());
}

}  // namespace unpacker_test
