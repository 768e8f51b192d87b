#pragma once

#include <string>
#include <vector>

namespace server::seeds {

// What a template has and nothing came of, each once.
struct LeftOut {
  // "Api (AWS::Serverless::Api)", "Orders.ImportSourceSpecification", "Totals.Nightly (event
  // Schedule)"
  std::vector<std::string> unknown;
  // What only concerns Amazon's machines, by resource: "Role (AWS::IAM::Role)", "Totals: Policies,
  // Tracing". Nothing is missing without it.
  std::vector<std::string> needless;
};

}  // namespace server::seeds
