#include "server/control/endpoints.h"
#include "server/version.h"
#include "tests/unit/server/control/control_fixture.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace routes_test {

TEST_CASE("health is a word and a version") {
  ControlFixture f;
  const auto answer = f.call("GET", "health");
  CHECK(answer.status == 200);
  CHECK(answer.content_type == "application/json");
  CHECK(answer.body == fmt::format(R"({{"status":"ok","version":"{}"}})", server::kVersion));
}

TEST_CASE("each endpoint has its method and path") {
  using namespace server::control;
  struct Case {
    std::string_view method;
    std::string_view path;
    Endpoint* handle;
  };
  const Case cases[] = {
      {"GET",    "health",                  show_health        },
      {"GET",    "clock",                   show_clock         },
      {"POST",   "clock",                   move_clock         },
      {"POST",   "streams/roll",            roll_shards        },
      {"POST",   "streams/split",           split_shards       },
      {"POST",   "streams/merge",           merge_shards       },
      {"POST",   "drain",                   drain              },
      {"GET",    "mappings",                list_mappings      },
      {"GET",    "mappings/{UUID}",         show_mapping       },
      {"GET",    "mappings/{UUID}/records", show_records       },
      {"POST",   "mappings/{UUID}/rewind",  rewind_mapping     },
      {"GET",    "streams/records",         show_stream_records},
      {"POST",   "functions/{NAME}/replay", replay             },
      {"GET",    "faults",                  list_faults        },
      {"POST",   "faults",                  set_fault          },
      {"DELETE", "faults",                  delete_faults      },
      {"GET",    "faults/{ID}",             show_fault         },
      {"DELETE", "faults/{ID}",             delete_fault       },
  };
  const auto routes = all_routes();
  for (const Case& c : cases) {
    CAPTURE(c.path);
    const auto found = std::find_if(routes.begin(), routes.end(), [&](const Route& route) {
      return route.method == c.method && route.path == c.path;
    });
    REQUIRE(found != routes.end());
    CHECK((found->handle == c.handle));
  }
}

TEST_CASE("no two endpoints share a method and path") {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const auto& route : server::control::all_routes()) {
    CAPTURE(route.path);
    CHECK(seen.emplace(route.method, route.path).second);
  }
}

}  // namespace routes_test
