#include "server/function_table.h"

#include "tests/support/engine.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace function_table_test {

namespace {

using lambda_host::FunctionDocument;
using lambda_host::FunctionPart;

const core::Scope kHere{core::AccountId("000000000000"), core::Region("us-east-1")};
const core::Scope kThere{core::AccountId("000000000000"), core::Region("eu-west-1")};

// "us-east-1 f=text", in order.
std::vector<std::string> kept(tests::Engine& engine, FunctionPart part) {
  server::FunctionTable table(engine.connection, engine.writer);
  std::vector<std::string> lines;
  for (const FunctionDocument& document : table.load_all(part)) {
    CHECK(document.part == part);
    lines.push_back(document.scope.region.get() + " " + document.name + "=" + *document.text);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace

TEST_CASE("documents are kept by part, scope and name, until they are erased") {
  tests::Engine engine;
  server::FunctionTable table(engine.connection, engine.writer);
  CHECK(table.load_all(FunctionPart::version).empty());
  table.commit({
      {FunctionPart::version, kHere,  "f",   "1"},
      {FunctionPart::version, kThere, "f",   "2"},
      {FunctionPart::alias,   kHere,  "f:a", "3"},
  });
  CHECK(kept(engine, FunctionPart::version) ==
        std::vector<std::string>{"eu-west-1 f=2", "us-east-1 f=1"});
  CHECK(kept(engine, FunctionPart::alias) == std::vector<std::string>{"us-east-1 f:a=3"});
  table.commit({
      {FunctionPart::version, kHere, "f",   "changed"   },
      {FunctionPart::alias,   kHere, "f:a", std::nullopt},
  });
  CHECK(kept(engine, FunctionPart::version) ==
        std::vector<std::string>{"eu-west-1 f=2", "us-east-1 f=changed"});
  CHECK(kept(engine, FunctionPart::alias).empty());
}

TEST_CASE("parts of one name don't meet") {
  tests::Engine engine;
  server::FunctionTable table(engine.connection, engine.writer);
  for (const FunctionPart part : lambda_host::kAttachments) {
    table.commit({
        {part, kHere, "f", std::to_string(static_cast<int>(part))}
    });
  }
  for (const FunctionPart part : lambda_host::kAttachments) {
    CHECK(kept(engine, part) ==
          std::vector<std::string>{"us-east-1 f=" + std::to_string(static_cast<int>(part))});
  }
}

}  // namespace function_table_test
