#include "server/lambda_api/routes.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <utility>

namespace routes_test {

using namespace server::lambda_api;

TEST_CASE("method and path lead to an operation and its parameters") {
  struct Case {
    const char* method;
    const char* path;
    const char* operation;
    std::vector<std::string_view> parameters;
  };
  const Case cases[] = {
      {"POST",   "/2015-03-31/functions",                                     "CreateFunction",                    {}           },
      {"POST",   "/2015-03-31/functions/",                                    "CreateFunction",                    {}           },
      {"GET",    "/2015-03-31/functions",                                     "ListFunctions",                     {}           },
      {"GET",    "/2015-03-31/functions/f",                                   "GetFunction",                       {"f"}        },
      {"DELETE", "/2015-03-31/functions/arn%3Aaws",                           "DeleteFunction",                    {"arn%3Aaws"}},
      {"GET",    "/2015-03-31/functions/f/configuration",                     "GetFunctionConfiguration",          {"f"}        },
      {"POST",   "/2015-03-31/functions/f/invocations",                       "Invoke",                            {"f"}        },
      {"POST",   "/2014-11-13/functions/f/invoke-async/",                     "InvokeAsync",                       {"f"}        },
      {"GET",    "/2015-03-31/functions/f/aliases/live",                      "GetAlias",                          {"f", "live"}},
      {"DELETE",
       "/2017-03-31/tags/arn:aws:lambda:r:a:function:f",                      "UntagResource",
       {"arn:aws:lambda:r:a:function:f"}                                                                                        },
      {"GET",
       "/_rivulet/functions/1/eu-west-1/f/code.zip",                          "DownloadCode",
       {"1", "eu-west-1", "f"}                                                                                                  },
      {"GET",
       "/_rivulet/layers/1/eu-west-1/l/2/code.zip",                           "DownloadLayer",
       {"1", "eu-west-1", "l", "2"}                                                                                             },
      {"GET",    "/2018-10-31/layers/l/versions/1",                           "GetLayerVersion",                   {"l", "1"}   },
      {"GET",    "/2018-10-31/layers",                                        "ListLayers",                        {}           },
      {"GET",    "/2018-10-31/layers?Marker=m",                               "ListLayers",                        {}           },
      {"GET",    "/2018-10-31/layers?find=LayerVersion&Arn=a",                "GetLayerVersionByArn",              {}           },
      {"GET",    "/2018-10-31/layers?find=Layer",                             "ListLayers",                        {}           },
      {"GET",
       "/2019-09-30/functions/f/provisioned-concurrency?Qualifier=1",         "GetProvisionedConcurrencyConfig",
       {"f"}                                                                                                                    },
      {"GET",
       "/2019-09-30/functions/f/provisioned-concurrency?MaxItems=1&List=ALL", "ListProvisionedConcurrencyConfigs",
       {"f"}                                                                                                                    },
      {"GET",
       "/2025-12-01/durable-executions/a%2Fb/history",                        "GetDurableExecutionHistory",
       {"a%2Fb"}                                                                                                                },
  };
  for (const Case& c : cases) {
    CAPTURE(c.method);
    CAPTURE(c.path);
    const auto match = find_route(c.method, c.path);
    REQUIRE(match);
    CHECK(match->route->operation == c.operation);
    CHECK(match->parameters == c.parameters);
  }
}

TEST_CASE("other methods and paths lead nowhere") {
  const std::pair<const char*, const char*> cases[] = {
      {"PATCH", "/2015-03-31/functions"                     },
      {"PUT",   "/2015-03-31/functions/f"                   },
      {"GET",   "/2015-03-31/functions//configuration"      },
      {"GET",   "/2015-03-31/functions/f/configuration/more"},
      {"GET",   "/2015-03-31"                               },
      {"GET",   "/2016-03-31/functions"                     },
      {"GET",   "/"                                         },
      {"GET",   ""                                          },
  };
  for (const auto& [method, path] : cases) {
    CAPTURE(method);
    CAPTURE(path);
    CHECK_FALSE(find_route(method, path));
  }
}

TEST_CASE("no two operations share a method and a path, and none has two functions") {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const Route& route : all_routes()) {
    CAPTURE(route.operation);
    CHECK(seen.insert({route.method, route.path}).second);
    CHECK_FALSE((route.answer && route.start));
    CHECK(find_route(route.method, route.path)->route == &route);
  }
}

}  // namespace routes_test
