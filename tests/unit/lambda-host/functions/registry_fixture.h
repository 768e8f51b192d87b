#pragma once

#include "core/api_error.h"
#include "lambda-host/functions/function_registry.h"
#include "storage/files/data_directory.h"
#include "tests/unit/lambda-host/fakes.h"
#include "tests/unit/lambda-host/functions/zip_builder.h"

#include <optional>
#include <string>
#include <vector>

// A registry over a store in memory and a temporary directory.
namespace registry_fixture {

inline const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};
inline const core::FunctionName kName("f");
inline const std::string kArn = "arn:aws:lambda:us-east-1:000000000000:function:f";

inline lambda_host::FunctionSettings settings() {
  lambda_host::FunctionSettings s;
  s.runtime = "nodejs20.x";
  s.handler = "index.handler";
  s.role = "arn:aws:iam::000000000000:role/r";
  return s;
}

struct Retirements : lambda_host::DeploymentListener {
  void retired(const lambda_host::Deployment& deployment) override {
    versions.push_back(deployment.configuration.version);
    revisions.push_back(deployment.configuration.revision_id);
  }
  void deployed(const lambda_host::DeploymentPtr& deployment) override {
    deployments.push_back(deployment->configuration.version);
  }
  void pointed_at(const lambda_host::DeploymentPtr& deployment) override {
    pointed.push_back(deployment->configuration.version);
  }
  std::vector<std::string> versions;
  std::vector<std::string> revisions;
  std::vector<std::string> deployments;
  std::vector<std::string> pointed;
};

struct Fixture {
  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  FakeFunctionStore store;
  core::ManualClock clock;
  Retirements retirements;
  std::optional<lambda_host::FunctionRegistry> registry{std::in_place, store, clock,
                                                        directory.functions()};

  Fixture() { registry->set_listener(&retirements); }

  lambda_host::PreparedCode code(const std::string& content = "v1") {
    return lambda_host::prepare_code(build_zip({file("index.js", content)}), registry->code_root());
  }
  lambda_host::FunctionConfiguration create(const core::FunctionName& name = kName) {
    return registry->create(kScope, name, settings(), code());
  }
  void describe(const std::string& description) {
    lambda_host::FunctionSettings s;
    s.description = description;
    registry->update_configuration(kScope, kName, s);
  }
  const lambda_host::FunctionConfiguration& latest() {
    return registry->require(kScope, kName)->configuration;
  }
  // The number that PublishVersion answers.
  std::string publish(const lambda_host::PublishSettings& settings = {}) {
    return registry->publish(kScope, kName, settings).version->configuration.version;
  }
  // Versions with different code.
  void publish_versions(int count) {
    for (int i = 1; i <= count; ++i) {
      describe("for version " + std::to_string(i));
      publish();
    }
  }
  const lambda_host::Alias& alias(const std::string& name, const std::string& version,
                                  std::optional<std::map<std::string, double>> weights = {}) {
    return registry->create_alias(kScope, kName, {name, version, {}, std::move(weights), {}});
  }
  // As after a restart.
  void reload() {
    registry.reset();
    registry.emplace(store, clock, directory.functions());
    registry->set_listener(&retirements);
  }
  std::string versions() {
    std::string names;
    for (const auto& each : registry->versions(kScope, kName)) {
      names += each->configuration.version + " ";
    }
    return names;
  }
  std::vector<lambda_host::FunctionRegistry::Record> all_records(const core::Scope& scope) const {
    lambda_host::FunctionCursor cursor;
    return registry->records(scope, cursor, core::kAll);
  }
  std::size_t code_directories() const { return directory.functions().directory().names().size(); }
};

template <class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const core::ApiError& error) {
    return std::string(core::error_name(error.code())) + ": " + error.message();
  }
  return {};
}

}  // namespace registry_fixture
