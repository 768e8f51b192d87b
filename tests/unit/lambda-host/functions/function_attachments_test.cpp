#include "tests/unit/lambda-host/functions/registry_fixture.h"

#include <doctest/doctest.h>

namespace function_attachments_test {

using namespace registry_fixture;
using lambda_host::FunctionPart;

namespace {

struct AttachmentFixture : Fixture {
  AttachmentFixture() {
    create();
    publish_versions(1);
    alias("live", "1");
  }
  void attach(FunctionPart part, const std::string& qualifier, const std::string& text) {
    registry->attach(part, kScope, kName, qualifier, text);
  }
  std::string shown(FunctionPart part, const std::string& qualifier = {}) {
    const std::string* text = registry->attachment(part, kScope, kName, qualifier);
    return text ? *text : "none";
  }
};

}  // namespace

TEST_CASE_FIXTURE(AttachmentFixture, "attachments are told apart by part and by qualifier") {
  attach(FunctionPart::recursion, "", "1");
  attach(FunctionPart::runtime_management, "", "2");
  attach(FunctionPart::runtime_management, "live", "3");
  attach(FunctionPart::recursion, "", "changed");
  reload();
  CHECK(shown(FunctionPart::recursion) == "changed");
  CHECK(shown(FunctionPart::runtime_management) == "2");
  CHECK(shown(FunctionPart::runtime_management, "live") == "3");
  CHECK(shown(FunctionPart::recursion, "live") == "none");
  CHECK(registry->attachments(FunctionPart::runtime_management, kScope, kName) ==
        std::vector<std::pair<std::string, std::string>>{
            {"",     "2"},
            {"live", "3"}
  });
  registry->attach(FunctionPart::runtime_management, kScope, kName, "", std::nullopt);
  CHECK(shown(FunctionPart::runtime_management) == "none");
  reload();
  CHECK(shown(FunctionPart::runtime_management) == "none");
}

TEST_CASE_FIXTURE(AttachmentFixture, "nothing can be attached to a function that isn't there") {
  const core::FunctionName other("g");
  CHECK(registry->attachment(FunctionPart::policy, kScope, other) == nullptr);
  const std::string missing =
      "ResourceNotFoundException: Function not found: "
      "arn:aws:lambda:us-east-1:000000000000:function:g";
  CHECK(error_of([&] { registry->attach(FunctionPart::policy, kScope, other, "", "x"); }) ==
        missing);
  CHECK(error_of([&] { registry->attachments(FunctionPart::policy, kScope, other); }) == missing);
}

TEST_CASE_FIXTURE(AttachmentFixture, "a policy gives what it is of its own revision") {
  const auto revision = [&](const std::string& qualifier) {
    return registry->require(kScope, kName, qualifier)->configuration.revision_id;
  };
  const auto id = registry->require(kScope, kName)->id;
  registry->attach_policy(kScope, kName, "", "p", "r1");
  CHECK(revision("") == "r1");
  CHECK(revision("1") != "r1");
  registry->attach_policy(kScope, kName, "1", "p", "r2");
  CHECK(revision("1") == "r2");
  registry->attach_policy(kScope, kName, "live", "p", "r3");
  CHECK(registry->require_alias(kScope, kName, "live").revision_id == "r3");
  CHECK(revision("1") == "r2");
  CHECK(registry->require(kScope, kName)->id == id);  // handlers go on
  reload();
  CHECK(revision("") == "r1");
  CHECK(shown(FunctionPart::policy, "live") == "p");
  registry->attach_policy(kScope, kName, "", std::nullopt, "r4");
  CHECK(shown(FunctionPart::policy) == "none");
  CHECK(revision("") == "r4");
}

TEST_CASE_FIXTURE(AttachmentFixture, "what is attached goes with what it is attached to") {
  attach(FunctionPart::policy, "", "f");
  attach(FunctionPart::policy, "1", "v");
  attach(FunctionPart::policy, "live", "a");
  registry->erase_alias(kScope, kName, "live");
  CHECK(shown(FunctionPart::policy, "live") == "none");
  CHECK(shown(FunctionPart::policy, "1") == "v");
  registry->erase(kScope, kName, "1");
  CHECK(shown(FunctionPart::policy, "1") == "none");
  CHECK(shown(FunctionPart::policy) == "f");
  reload();
  CHECK(shown(FunctionPart::policy, "1") == "none");
  registry->erase(kScope, kName);
  CHECK(store.saved.empty());
}

}  // namespace function_attachments_test
