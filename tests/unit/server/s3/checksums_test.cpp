#include "server/s3/checksums.h"

#include "core/base64.h"
#include "core/digest.h"

#include <doctest/doctest.h>

namespace checksums_test {

using server::s3::checksum_named;

TEST_CASE("checksums are the published ones") {
  struct Case {
    const char* algorithm;
    const char* digits;  // of "123456789"
    const char* header;
  };
  // The check values of the catalogue of CRCs, and RFC 3174's and FIPS 180's functions.
  const Case cases[] = {
      {"CRC32",     "cbf43926",                                                         "x-amz-checksum-crc32"    },
      {"CRC32C",    "e3069283",                                                         "x-amz-checksum-crc32c"   },
      {"CRC64NVME", "ae8b14860a799888",                                                 "x-amz-checksum-crc64nvme"},
      {"SHA1",      "f7c3bc1d808e04732adf679965ccc34ca7ae3441",                         "x-amz-checksum-sha1"     },
      {"SHA256",    "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
       "x-amz-checksum-sha256"                                                                                    },
  };
  CHECK(server::s3::all_checksums().size() == std::size(cases));
  for (const Case& c : cases) {
    CAPTURE(c.algorithm);
    const auto& algorithm = checksum_named(c.algorithm);
    CHECK(algorithm.name == c.algorithm);
    CHECK(algorithm.header == c.header);
    CHECK(core::hex(core::base64_decode(algorithm.of("123456789")).value()) == c.digits);
  }
}

}  // namespace checksums_test
