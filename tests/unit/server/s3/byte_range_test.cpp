#include "server/s3/byte_range.h"

#include <doctest/doctest.h>

namespace byte_range_test {

using server::s3::ByteRange;
using server::s3::parse_range;

TEST_CASE("a range is cut to what there is") {
  using Kind = ByteRange::Kind;
  struct Case {
    const char* header;
    std::size_t size;
    Kind kind;
    std::size_t offset;
    std::size_t count;
  };
  const Case cases[] = {
      {"bytes=0-0",                       10, Kind::part,          0, 1 },
      {"bytes=0-9",                       10, Kind::part,          0, 10},
      {"bytes=2-4",                       10, Kind::part,          2, 3 },
      {"bytes=2-99",                      10, Kind::part,          2, 8 },
      {"bytes=9-",                        10, Kind::part,          9, 1 },
      {"bytes=0-99999999999999999999999", 10, Kind::part,          0, 10},
      {"bytes=-3",                        10, Kind::part,          7, 3 },
      {"bytes=-10",                       10, Kind::part,          0, 10},
      {"bytes=-99",                       10, Kind::part,          0, 10},
      {"bytes=10-",                       10, Kind::unsatisfiable, 0, 0 },
      {"bytes=10-12",                     10, Kind::unsatisfiable, 0, 0 },
      {"bytes=99999999999999999999999-",  10, Kind::unsatisfiable, 0, 0 },
      {"bytes=-0",                        10, Kind::unsatisfiable, 0, 0 },
      {"bytes=0-",                        0,  Kind::unsatisfiable, 0, 0 },
      {"bytes=-1",                        0,  Kind::unsatisfiable, 0, 0 },
      {"bytes=4-2",                       10, Kind::whole,         0, 10},
      {"bytes=0-1,3-4",                   10, Kind::whole,         0, 10},
      {"bytes=a-1",                       10, Kind::whole,         0, 10},
      {"bytes=1",                         10, Kind::whole,         0, 10},
      {"bytes=-",                         10, Kind::whole,         0, 10},
      {"lines=0-1",                       10, Kind::whole,         0, 10},
  };
  for (const Case& c : cases) {
    CAPTURE(c.header);
    const ByteRange range = parse_range(c.header, c.size);
    CHECK(range.kind == c.kind);
    CHECK(range.offset == c.offset);
    CHECK(range.count == c.count);
  }
  CHECK(parse_range(std::nullopt, 7).count == 7);
}

}  // namespace byte_range_test
