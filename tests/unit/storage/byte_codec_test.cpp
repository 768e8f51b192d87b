#include "storage/byte_codec.h"

#include <doctest/doctest.h>

#include <limits>

namespace byte_codec_test {

TEST_CASE("varints and texts come back as they were put, one after another") {
  const std::uint64_t numbers[] = {0,   1,      127,    128,
                                   300, 16'383, 16'384, std::numeric_limits<std::uint64_t>::max()};
  const std::string long_text(1000, 'x');
  const std::string with_zero("a\0b", 3);
  std::string bytes;
  for (const std::uint64_t number : numbers) storage::put_varint(bytes, number);
  for (const std::string& text : {std::string(), with_zero, long_text}) {
    storage::put_text(bytes, text);
  }
  storage::ByteReader reader(bytes);
  for (const std::uint64_t number : numbers) CHECK(reader.varint() == number);
  CHECK(reader.text().empty());
  CHECK(reader.text() == with_zero);
  CHECK(!reader.at_end());
  CHECK(reader.text() == long_text);
  CHECK(reader.at_end());
}

TEST_CASE("a varint takes a byte for seven bits") {
  const auto bytes_of = [](std::uint64_t value) {
    std::string bytes;
    storage::put_varint(bytes, value);
    return bytes;
  };
  CHECK(bytes_of(127) == "\x7f");
  CHECK(bytes_of(128) == "\x80\x01");
  CHECK(bytes_of(300) == "\xac\x02");
}

TEST_CASE("varints are counted without being read") {
  std::string bytes;
  CHECK(storage::count_varints(bytes) == 0);
  for (const std::uint64_t value : {0, 127, 128, 1 << 20}) storage::put_varint(bytes, value);
  CHECK(storage::count_varints(bytes) == 4);
}

TEST_CASE("bytes that end too early or never are refused, not read past") {
  const std::string endless(11, '\x80');
  CHECK_THROWS_WITH(storage::ByteReader("").byte(), "stored bytes are whole");
  CHECK_THROWS_WITH(storage::ByteReader("\x80").varint(), "stored bytes are whole");
  CHECK_THROWS_WITH(storage::ByteReader("\x03xy").text(), "stored bytes are whole");
  CHECK_THROWS_WITH(storage::ByteReader(endless).varint(), "a stored number is of 64 bits");
}

}  // namespace byte_codec_test
