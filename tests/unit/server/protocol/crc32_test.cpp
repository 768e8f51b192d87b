#include "server/protocol/crc32.h"

#include <doctest/doctest.h>

namespace crc32_test {

TEST_CASE("the checksum is that of gzip") {
  // The check value that catalogues of CRCs give for CRC-32/ISO-HDLC.
  CHECK(server::protocol::crc32("123456789") == 0xCBF43926U);
  CHECK(server::protocol::crc32("") == 0);
}

}  // namespace crc32_test
