#pragma once

#include "lambda-host/functions/function_registry.h"

#include <cstddef>
#include <cstdint>
#include <map>

namespace lambda_host {

// How many processes of each deployment are to be kept ready, because provisioned concurrency of
// versions and aliases asks for them.
class Provisioning {
 public:
  struct Demand {
    DeploymentPtr deployment;
    std::size_t count = 0;
    bool failed = false;  // a process couldn't begin: no other one is started
  };
  // By the deployment's id.
  using Demands = std::map<std::uint64_t, Demand>;

  // Of what was stored.
  explicit Provisioning(const FunctionRegistry& functions);

  // Looks anew at what a function asks for; what has failed is tried again.
  void look_at(const FunctionRegistry& functions, const core::Scope& scope,
               const core::FunctionName& name);
  void fail(std::uint64_t deployment);

  const Demands& demands() const { return demands_; }
  // nullptr: none are asked for.
  const Demand* find(std::uint64_t deployment) const;

 private:
  Demands demands_;
};

}  // namespace lambda_host
