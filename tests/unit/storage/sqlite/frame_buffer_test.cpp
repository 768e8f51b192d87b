#include "storage/sqlite/frame_buffer.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <algorithm>
#include <vector>

namespace frame_buffer_test {

using storage::sqlite::FrameBuffer;

namespace {

constexpr std::int64_t kHeader = 32;
constexpr std::int64_t kFrame = 24 + 4096;

// A file in memory that counts how often it is written to.
struct File {
  int write(std::int64_t offset, std::string_view bytes) {
    ++writes;
    if (fails) return SQLITE_FULL;
    const auto at = static_cast<std::size_t>(offset);
    content.resize(std::max(content.size(), at + bytes.size()));
    std::copy(bytes.begin(), bytes.end(), content.begin() + offset);
    return SQLITE_OK;
  }
  std::string content;
  int writes = 0;
  bool fails = false;
};

struct Fixture {
  File file;
  FrameBuffer buffer{
      [this](std::int64_t offset, std::string_view bytes) { return file.write(offset, bytes); }};
  std::string expected;

  int write(std::int64_t offset, const std::string& bytes) {
    const auto at = static_cast<std::size_t>(offset);
    expected.resize(std::max(expected.size(), at + bytes.size()));
    std::copy(bytes.begin(), bytes.end(), expected.begin() + offset);
    return buffer.write(offset, bytes);
  }
  void write_header(char salt) { write(0, std::string(kHeader, salt)); }
  int write_frame(std::int64_t number, char page, bool last) {
    std::string header(24, '\0');
    header[3] = page;
    if (last) header[7] = 9;  // pages in the database
    const std::int64_t offset = kHeader + number * kFrame;
    if (const int code = write(offset, header); code != SQLITE_OK) return code;
    return write(offset + 24, std::string(4096, page));
  }
  bool all_written() const { return file.content == expected && buffer.held_bytes() == 0; }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a transaction is written at once, with its last frame") {
  write_header('s');
  CHECK(all_written());
  file.writes = 0;
  write_frame(0, 'a', false);
  write_frame(1, 'b', false);
  CHECK(file.writes == 0);
  write_frame(2, 'c', true);
  CHECK(file.writes == 1);
  CHECK(all_written());
  write_frame(3, 'd', true);
  CHECK(file.writes == 2);
  CHECK(all_written());
}

TEST_CASE_FIXTURE(Fixture, "a log that begins anew overwrites the old one") {
  write_header('s');
  write_frame(0, 'a', false);
  write_frame(1, 'b', true);
  write_header('t');
  write_frame(0, 'c', true);
  CHECK(all_written());
}

TEST_CASE_FIXTURE(Fixture, "a frame written again goes straight to the file, after what is held") {
  write_header('s');
  write_frame(0, 'a', false);
  write_frame(1, 'b', false);
  write_frame(0, 'c', false);
  CHECK(all_written());
  write_frame(2, 'd', true);
  CHECK(all_written());
  // The check sums of a transaction with such a frame are written last, one header each.
  write(kHeader + 2 * kFrame, std::string(24, 'h'));
  CHECK(all_written());
  write_frame(3, 'e', true);
  CHECK(all_written());
}

TEST_CASE_FIXTURE(Fixture, "a log that was there before goes on") {
  file.content = expected = std::string(kHeader + 2 * kFrame, 'o');
  write_frame(2, 'a', false);
  write_frame(3, 'b', true);
  CHECK(all_written());
  file.writes = 0;
  write_frame(4, 'c', false);
  write_frame(5, 'd', true);
  CHECK(file.writes == 1);
  CHECK(all_written());
}

TEST_CASE_FIXTURE(Fixture, "what is held is there after a flush, and never grows large") {
  write_header('s');
  write_frame(0, 'a', false);
  CHECK(buffer.held_bytes() > 0);
  CHECK(buffer.flush() == SQLITE_OK);
  CHECK(all_written());
  for (std::int64_t number = 1; number < 200; ++number) {
    write_frame(number, 'x', false);
    CHECK(buffer.held_bytes() < (300 << 10));
  }
}

TEST_CASE_FIXTURE(Fixture, "a failing disk fails the write that ends the transaction") {
  write_header('s');
  file.fails = true;
  CHECK(write_frame(0, 'a', false) == SQLITE_OK);
  CHECK(write_frame(1, 'b', true) == SQLITE_FULL);
  CHECK(buffer.held_bytes() == 0);
}

}  // namespace frame_buffer_test
