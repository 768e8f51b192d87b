#include "core/base64.h"
#include "lambda-host/functions/function_name_pattern.h"
#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

#include <string>

namespace functions_test {

using namespace tests;

namespace {
const std::string kArn = "arn:aws:lambda:us-east-1:000000000000:function:";
}

TEST_CASE("GetFunction shows where the code is, the configuration and the tags") {
  LambdaApi api;
  api.create("f", R"("Tags":{"team":"blue"},)");
  const auto answer = api.call("GET", "/2015-03-31/functions/f", "",
                               {
                                   {"Host", "localhost:8000"}
  });
  CHECK(answer.status == 200);
  CHECK(at(answer, "/Code/Location") ==
        "http://localhost:8000/_rivulet/functions/000000000000/us-east-1/f/code.zip");
  CHECK(at(answer, "/Code/RepositoryType") == "S3");
  CHECK(at(answer, "/Configuration/FunctionArn") == kArn + "f");
  CHECK(at(answer, "/Configuration/State") == "Active");
  CHECK(at(answer, "/Configuration/LastUpdateStatus") == "Successful");
  CHECK(at(answer, "/Tags") == R"({"team":"blue"})");
}

TEST_CASE("GetFunction of a function without tags has no Tags") {
  LambdaApi api;
  api.create("f");
  CHECK(at(api.call("GET", "/2015-03-31/functions/f"), "/Tags") == "");
}

TEST_CASE("the ARN is qualified when a qualifier was asked for") {
  LambdaApi api;
  api.create("f");
  for (const std::string path : {"f%3A$LATEST", "f?Qualifier=$LATEST",
                                 "arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af"
                                 "%3A%24LATEST"}) {
    CAPTURE(path);
    CHECK(at(api.call("GET", "/2015-03-31/functions/" + path), "/Configuration/FunctionArn") ==
          kArn + "f:$LATEST");
  }
  CHECK(at(api.call("GET", "/2015-03-31/functions/f/configuration?Qualifier=$LATEST"),
           "/FunctionArn") == kArn + "f:$LATEST");
}

TEST_CASE("a version that doesn't exist isn't found") {
  LambdaApi api;
  api.create("f");
  for (const char* path : {"f%3A7", "f?Qualifier=7", "f/configuration?Qualifier=7"}) {
    CHECK(error(api.call("GET", std::string("/2015-03-31/functions/") + path)) ==
          "404 ResourceNotFoundException: Function not found: " + kArn + "f:7");
  }
}

TEST_CASE("a deleted function is gone") {
  LambdaApi api;
  api.create("f");
  CHECK(error(api.call("DELETE", "/2015-03-31/functions/f?Qualifier=$LATEST")) ==
        "400 InvalidParameterValueException: $LATEST version cannot be deleted without deleting "
        "the function.");
  const auto answer = api.call("DELETE", "/2015-03-31/functions/f");
  CHECK(answer.status == 204);
  CHECK(answer.body.empty());
  CHECK(error(api.call("DELETE", "/2015-03-31/functions/f")) ==
        "404 ResourceNotFoundException: Function not found: " + kArn + "f");
}

TEST_CASE("DeleteFunction of a version that doesn't exist succeeds, again and again") {
  LambdaApi api;
  api.create("f");
  for (const char* path :
       {"f?Qualifier=1233", "f?Qualifier=1233", "f%3A1233", "f?Qualifier=$latest"}) {
    CAPTURE(path);
    CHECK(api.call("DELETE", std::string("/2015-03-31/functions/") + path).status == 204);
  }
  CHECK(api.call("GET", "/2015-03-31/functions/f").status == 200);
  CHECK(error(api.call("DELETE", "/2015-03-31/functions/g?Qualifier=1233")) ==
        "404 ResourceNotFoundException: Function not found: " + kArn + "g");
}

TEST_CASE("DeleteFunction refuses $LATEST and aliases before it looks for the function") {
  LambdaApi api;
  for (const char* path : {"g?Qualifier=$LATEST", "g%3A$LATEST", "g%3A$LATEST?Qualifier=$LATEST"}) {
    CAPTURE(path);
    CHECK(error(api.call("DELETE", std::string("/2015-03-31/functions/") + path)) ==
          "400 InvalidParameterValueException: $LATEST version cannot be deleted without deleting "
          "the function.");
  }
  CHECK(error(api.call("DELETE", "/2015-03-31/functions/g?Qualifier=live")) ==
        "400 InvalidParameterValueException: Deletion of aliases is not currently supported.");
}

TEST_CASE("an ARN may leave out the word before the name") {
  LambdaApi api;
  const std::string path =
      "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction";
  CHECK(error(api.call("GET", path)) ==
        "404 ResourceNotFoundException: Function not found: " + kArn + "function");
  CHECK(error(api.call("POST", path + "/invocations")) ==
        "404 ResourceNotFoundException: Function not found: " + kArn + "function:$LATEST");
  CHECK(error(api.call("DELETE", path)) ==
        "404 ResourceNotFoundException: Function not found: " + kArn + "function");
  api.create("function");
  CHECK(at(api.call("GET", path), "/Configuration/FunctionName") == "function");
}

TEST_CASE("each operation checks names and qualifiers by its own model") {
  struct Case {
    const char* method;
    const char* path;
    lambda_host::NameShape shape;
    bool has_qualifier;
  };
  using lambda_host::NameShape;
  const Case cases[] = {
      {"GET",    "/2015-03-31/functions/{}",                           NameShape::namespaced,  true },
      {"DELETE", "/2015-03-31/functions/{}",                           NameShape::namespaced,  true },
      {"GET",    "/2015-03-31/functions/{}/configuration",             NameShape::namespaced,  true },
      {"POST",   "/2015-03-31/functions/{}/invocations",               NameShape::namespaced,  true },
      {"GET",    "/2015-03-31/functions/{}/policy",                    NameShape::namespaced,  true },
      {"DELETE", "/2015-03-31/functions/{}/policy/s",                  NameShape::namespaced,  true },
      {"POST",   "/2014-11-13/functions/{}/invoke-async",              NameShape::namespaced,  true },
      {"GET",    "/2015-03-31/functions/{}/versions",                  NameShape::namespaced,  false},
      {"GET",    "/2020-06-30/functions/{}/code-signing-config",       NameShape::namespaced,  false},
      {"PUT",    "/2015-03-31/functions/{}/configuration",             NameShape::function,    false},
      {"PUT",    "/2015-03-31/functions/{}/code",                      NameShape::function,    false},
      {"GET",    "/2015-03-31/functions/{}/aliases",                   NameShape::function,    false},
      {"GET",    "/2015-03-31/functions/{}/aliases/a",                 NameShape::function,    false},
      {"DELETE", "/2015-03-31/functions/{}/aliases/a",                 NameShape::function,    false},
      {"PUT",    "/2015-03-31/functions/{}/aliases/a",                 NameShape::function,    false},
      {"POST",   "/2015-03-31/functions/{}/aliases",                   NameShape::function,    false},
      {"POST",   "/2015-03-31/functions/{}/versions",                  NameShape::function,    false},
      {"GET",    "/2019-09-30/functions/{}/concurrency",               NameShape::function,    false},
      {"GET",    "/2024-08-31/functions/{}/recursion-config",          NameShape::unqualified, false},
      {"PUT",    "/2017-10-31/functions/{}/concurrency",               NameShape::function,    false},
      {"DELETE", "/2017-10-31/functions/{}/concurrency",               NameShape::function,    false},
      {"DELETE", "/2020-06-30/functions/{}/code-signing-config",       NameShape::namespaced,  false},
      {"GET",    "/2021-07-20/functions/{}/runtime-management-config", NameShape::namespaced,  true },
  };
  LambdaApi api;
  for (const Case& c : cases) {
    CAPTURE(c.method);
    CAPTURE(c.path);
    const auto path = [&](const std::string& name) {
      return std::string(c.path).replace(std::string(c.path).find("{}"), 2, name);
    };
    CHECK(
        error(api.call(c.method, path("*"), "{}")) ==
        "400 ValidationException: 1 validation error detected: Value '*' at 'functionName' failed "
        "to satisfy constraint: Member must satisfy regular expression pattern: " +
            std::string(lambda_host::name_pattern(c.shape)));
    const std::string answer = error(api.call(c.method, path("f") + "?Qualifier=invalid!", "{}"));
    CHECK((answer.find("Value 'invalid!' at 'qualifier'") != std::string::npos) == c.has_qualifier);
  }
}

TEST_CASE("ListFunctions lists by name, page by page") {
  LambdaApi api;
  for (const char* name : {"c", "a", "b"}) api.create(name);
  const auto first = api.call("GET", "/2015-03-31/functions?MaxItems=2");
  CHECK(at(first, "/Functions/0/FunctionName") == "a");
  CHECK(at(first, "/Functions/0/State") == "");
  CHECK(at(first, "/Functions/1/FunctionName") == "b");
  CHECK(at(first, "/Functions/2") == "");
  const std::string marker = at(first, "/NextMarker");
  const auto second = api.call("GET", "/2015-03-31/functions/?MaxItems=2&Marker=" + marker);
  CHECK(at(second, "/Functions/0/FunctionName") == "c");
  CHECK(at(second, "/NextMarker") == "");
}

TEST_CASE("a page that ends with the last function is the last one") {
  LambdaApi api;
  api.create("a");
  CHECK(at(api.call("GET", "/2015-03-31/functions?MaxItems=1"), "/NextMarker") == "");
  CHECK(api.call("GET", "/2015-03-31/functions?Marker=eg==").body == R"({"Functions":[]})");
}

TEST_CASE("FunctionVersion=ALL qualifies the ARNs") {
  LambdaApi api;
  api.create("a");
  CHECK(at(api.call("GET", "/2015-03-31/functions"), "/Functions/0/FunctionArn") == kArn + "a");
  CHECK(at(api.call("GET", "/2015-03-31/functions?FunctionVersion=ALL"),
           "/Functions/0/FunctionArn") == kArn + "a:$LATEST");
}

TEST_CASE("FunctionVersion=ALL lists the versions behind their function, page by page") {
  LambdaApi api;
  api.create("a", R"("Publish":true,)");
  api.create("a-b");
  std::string listed;
  std::string marker;
  do {
    const auto page =
        api.call("GET", "/2015-03-31/functions?FunctionVersion=ALL&MaxItems=1&Marker=" + marker);
    CHECK(at(page, "/Functions/1") == "");
    listed += at(page, "/Functions/0/FunctionArn") + "\n";
    marker = at(page, "/NextMarker");
  } while (!marker.empty());
  CHECK(listed == kArn + "a:$LATEST\n" + kArn + "a:1\n" + kArn + "a-b:$LATEST\n");
  const auto plain = api.call("GET", "/2015-03-31/functions");
  CHECK(at(plain, "/Functions/0/Version") == "$LATEST");
  CHECK(at(plain, "/Functions/2") == "");
}

TEST_CASE("a version shows the tags of its function") {
  LambdaApi api;
  api.create("f", R"("Publish":true,"Tags":{"team":"blue"},)");
  CHECK(at(api.call("GET", "/2015-03-31/functions/f?Qualifier=1"), "/Tags") ==
        R"({"team":"blue"})");
}

TEST_CASE("DeleteFunction with a qualifier deletes that version alone") {
  LambdaApi api;
  api.create("f", R"("Publish":true,)");
  CHECK(api.call("DELETE", "/2015-03-31/functions/f?Qualifier=1").status == 204);
  CHECK(api.call("GET", "/2015-03-31/functions/f?Qualifier=1").status == 404);
  CHECK(api.call("GET", "/2015-03-31/functions/f").status == 200);
}

TEST_CASE("ListFunctions checks its parameters") {
  LambdaApi api;
  const std::pair<const char*, const char*> cases[] = {
      {"MaxItems=0",
       "400 ValidationException: 1 validation error detected: Value '0' at 'maxItems' failed to "
       "satisfy constraint: Member must have value greater than or equal to 1"                             },
      {"MaxItems=10001",
       "400 ValidationException: 1 validation error detected: Value '10001' at 'maxItems' failed "
       "to satisfy constraint: Member must have value less than or equal to 10000"                         },
      {"MaxItems=x",          "400 SerializationException: STRING_VALUE can not be converted to an Integer"},
      {"Marker=*",            "400 InvalidParameterValueException: Invalid Marker"                         },
      {"FunctionVersion=all",
       "400 ValidationException: 1 validation error detected: Value 'all' at 'functionVersion' "
       "failed to satisfy constraint: Member must satisfy enum value set: [ALL]"                           },
      {"MasterRegion=ALL",
       "400 InvalidParameterValueException: Rivulet doesn't support Lambda@Edge (MasterRegion)."           },
  };
  for (const auto& [query, text] : cases) {
    CAPTURE(query);
    CHECK(error(api.call("GET", std::string("/2015-03-31/functions?") + query)) == text);
  }
}

TEST_CASE("of a function with many aliases a thousand documents go at a time") {
  LambdaApi api;
  api.create("f");
  const core::FunctionName f("f");
  for (int i = 0; i < 1200; ++i) {
    api.functions.create_alias(api.engine.scope, f,
                               {"a" + std::to_string(i), "$LATEST", {}, {}, {}});
  }
  std::size_t left = 0;
  SUBCASE("and the answer comes behind the last") {
    api.engine.writer.call_later([&] { left = api.functions.aliases(api.engine.scope, f).size(); });
  }
  SUBCASE("and somebody else may delete the rest") {
    api.engine.writer.call_later([&] {
      left = api.functions.aliases(api.engine.scope, f).size();
      api.functions.erase(api.engine.scope, f);
    });
  }
  CHECK(api.call("DELETE", "/2015-03-31/functions/f").status == 204);
  CHECK(left == 200);
  CHECK_FALSE(api.functions.find(api.engine.scope, f));
}

}  // namespace functions_test
