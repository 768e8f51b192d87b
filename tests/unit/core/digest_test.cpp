#include "core/digest.h"

#include <doctest/doctest.h>

#include <thread>

namespace digest_test {

using core::hex;
using core::md5;
using core::sha256;

namespace {

std::string md5_text(std::string_view bytes) {
  const auto hash = md5(bytes);
  return hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

}  // namespace

TEST_CASE("hex has two lower-case digits a byte") {
  CHECK(hex("") == "");
  CHECK(hex(std::string_view("\x00\x7F\xAB\xFF", 4)) == "007fabff");
}

TEST_CASE("digests are the published ones") {
  // FIPS 180-4 and RFC 1321 examples. Each twice: contexts are used again.
  for (int i = 0; i < 2; ++i) {
    CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex(core::sha1("")) == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    CHECK(hex(core::sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
    CHECK(md5_text("") == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK(md5_text("abc") == "900150983cd24fb0d6963f7d28e17f72");
  }
}

TEST_CASE("digests of other threads are the same") {
  std::string hash;
  std::thread([&hash] { hash = hex(sha256("abc")) + md5_text("abc"); }).join();
  CHECK(hash == hex(sha256("abc")) + md5_text("abc"));
}

}  // namespace digest_test
