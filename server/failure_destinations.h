#pragma once

#include "lambda-host/mappings/failure_destination.h"
#include "storage/writer.h"

namespace server {

// The failure destinations that this server has. Engine thread only.
class FailureDestinations : public lambda_host::FailureDestination {
 public:
  // The writer must outlive it.
  explicit FailureDestinations(storage::Writer& writer) : writer_(writer) {}

  void check(const core::Scope& scope, const std::string& destination) const override;
  void send(lambda_host::FailureNotice notice, Done done) override;

 private:
  storage::Writer& writer_;
};

}  // namespace server
