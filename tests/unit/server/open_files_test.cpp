#include "server/open_files.h"

#include <doctest/doctest.h>
#include <sys/resource.h>

namespace open_files_test {

TEST_CASE("the soft limit of open files becomes the hard one") {
  struct rlimit before {};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  REQUIRE(before.rlim_max > 64);
  struct rlimit low = before;
  low.rlim_cur = 64;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &low) == 0);
  const server::OpenFiles files = server::raise_open_files();
  CHECK(files.before == 64);
  CHECK(files.limit == before.rlim_max);
  struct rlimit now {};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &now) == 0);
  CHECK(now.rlim_cur == before.rlim_max);
  CHECK(now.rlim_max == before.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &before);
}

TEST_CASE("clients leave descriptors for the database and the handlers") {
  struct Case {
    std::uint64_t open_files;
    std::size_t connections;
  };
  const Case cases[] = {
      {64,      48     },
      {1024,    768    },
      {2048,    1536   },
      {2052,    1540   },
      {20000,   19488  },
      {1048576, 1048064},
  };
  for (const Case& c : cases) {
    CAPTURE(c.open_files);
    CHECK(server::connections_within(c.open_files) == c.connections);
  }
}

}  // namespace open_files_test
