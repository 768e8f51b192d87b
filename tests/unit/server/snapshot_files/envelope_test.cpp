#include "server/snapshot_files/envelope.h"

#include "core/digest.h"
#include "server/protocol/content_coding.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

namespace envelope_test {

using namespace server::snapshot_files;

namespace {

std::string fault(const std::string& file) {
  try {
    opened(file);
    return "";
  } catch (const BadFile& error) {
    return error.what();
  }
}

std::string with_hash(const std::string& content) {
  return fmt::format("rivulet-snapshot 1\n{}\n{}", core::hex(core::sha256(content)), content);
}

}  // namespace

TEST_CASE("what was sealed is opened, and the same bytes make the same file") {
  const std::string database(10'000, 'x');
  const std::string file = sealed(database);
  CHECK(file.substr(0, 19) == "rivulet-snapshot 1\n");
  CHECK(file.size() < 1000);
  const Opened again = opened(file);
  CHECK(again.database == database);
  CHECK(again.sha256 == file.substr(19, 64));
  CHECK(sealed(database) == file);
  CHECK(opened(sealed("")).database.empty());
}

TEST_CASE("a file that isn't ours, or of a newer format, is refused") {
  for (const char* foreign :
       {"", "rivulet", "PK\3\4", "SQLite format 3", "rivulet-snapshot x\n", "rivulet-snapshot 0\n",
        "rivulet-snapshot -1\n", "rivulet-snapshot 1 \n", "rivulet-snapshot \n",
        "rivulet-snapshot 1000000000\n"}) {
    CAPTURE(foreign);
    CHECK(fault(foreign) == "is no snapshot that Rivulet wrote");
  }
  CHECK(fault("rivulet-snapshot 2\nwhatever") ==
        "was written by a newer Rivulet (format 2, this one knows 1)");
}

TEST_CASE("a damaged file is refused, wherever it is damaged") {
  const std::string file = sealed(std::string(10'000, 'x'));
  for (std::size_t at = 0; at < file.size(); ++at) {
    CAPTURE(at);
    std::string flipped = file;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    CHECK_FALSE(fault(flipped).empty());
    CHECK_FALSE(fault(file.substr(0, at)).empty());
  }
  CHECK(fault(file + "x") == "is damaged: its content isn't what was written");
  CHECK(fault("rivulet-snapshot 1") == "is damaged: it ends too early");
  CHECK(fault("rivulet-snapshot 1\nabc") == "is damaged: it ends too early");
  CHECK(fault(with_hash("no gzip")) == "is damaged: it can't be unpacked");
}

TEST_CASE("a file never becomes more than a file may have") {
  using server::protocol::ContentCoding;
  const auto packed = [](std::size_t bytes) {
    return server::protocol::encode(std::string(bytes, '\0'), ContentCoding::gzip);
  };
  CHECK(fault(with_hash(packed(kMaxBytes + 1))) == "has more than 64 MB, unpacked");
  CHECK(opened(with_hash(packed(kMaxBytes))).database.size() == kMaxBytes);
}

}  // namespace envelope_test
