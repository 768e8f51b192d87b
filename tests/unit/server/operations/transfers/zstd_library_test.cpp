#include "server/operations/transfers/zstd_library.h"

#include "core/base64.h"

#include <doctest/doctest.h>

#include <string>

namespace zstd_library_test {

using namespace server::operations;

namespace {

// A frame that the program zstd made of this line, with its checksum.
constexpr const char* kText = "{\"Item\":{\"id\":{\"S\":\"a\"}}}\n";
std::string frame() {
  return *core::base64_decode("KLUv/QRY0QAAeyJJdGVtIjp7ImlkIjp7IlMiOiJhIn19fQrfMcYJ");
}

struct Fixture {
  // Its result; what comes out is added to `text`.
  std::size_t decompress(const std::string& packed, std::size_t room = 1000) {
    std::string out(room, '\0');
    ZstdOutput to{out.data(), out.size(), 0};
    ZstdInput from{packed.data(), packed.size(), 0};
    const std::size_t result = library.decompress(*stream, to, from);
    taken = from.at;
    text += out.substr(0, to.at);
    return result;
  }

  ZstdLibrary library = ZstdLibrary::open().value();
  ZstdLibrary::Stream stream = library.stream();
  std::string text;
  std::size_t taken = 0;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a whole frame is unpacked, and says that it is whole") {
  CHECK(decompress(frame() + "more") == 0);
  CHECK(text == kText);
  CHECK(taken == frame().size());
}

TEST_CASE_FIXTURE(Fixture, "a part of a frame wants the rest, which is no error") {
  const std::size_t hint = decompress(frame().substr(0, 20));
  CHECK(hint > 0);
  CHECK_FALSE(library.is_error(hint));
  CHECK(decompress(frame().substr(20)) == 0);
  CHECK(text == kText);
}

TEST_CASE_FIXTURE(Fixture, "what doesn't fit waits for room") {
  std::string packed = frame();
  std::size_t hint = decompress(packed, 10);
  CHECK(hint != 0);
  CHECK(text.size() == 10);
  for (int n = 0; n < 3 && hint != 0; ++n) {
    packed.erase(0, taken);
    hint = decompress(packed, 10);
  }
  CHECK(hint == 0);
  CHECK(text == kText);
}

TEST_CASE_FIXTURE(Fixture, "what is no frame, or another one than was packed, is an error") {
  CHECK_FALSE(library.is_error(0));
  SUBCASE("text") {
    CHECK(library.is_error(decompress("plain text")));
  }
  SUBCASE("a wrong checksum") {
    std::string broken = frame();
    broken.back() ^= 1;
    CHECK(library.is_error(decompress(broken)));
  }
}

TEST_CASE_FIXTURE(Fixture, "streams don't know each other, and a library may move") {
  decompress(frame().substr(0, 20));
  ZstdLibrary moved = std::move(library);
  library = ZstdLibrary::open().value();
  const auto first = std::move(stream);
  stream = moved.stream();
  text.clear();
  CHECK(decompress(frame()) == 0);
  CHECK(text == kText);
}

}  // namespace zstd_library_test
