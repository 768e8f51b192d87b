#pragma once

#include "lambda-host/mappings/failure_destination.h"
#include "server/operations/queues/queues.h"
#include "storage/writer.h"

namespace server {

// The failure destinations that this server has: queues. Engine thread only.
class FailureDestinations : public lambda_host::FailureDestination {
 public:
  // They must outlive it.
  FailureDestinations(operations::Queues& queues, storage::Writer& writer)
      : queues_(queues), writer_(writer) {}

  void check(const core::Scope& scope, const std::string& destination) const override;
  void send(lambda_host::FailureNotice notice, Done done) override;

 private:
  void send_to_queue(lambda_host::FailureNotice notice, Done done);
  // In a later turn, as every answer.
  void fail(Done done, std::string why);

  operations::Queues& queues_;
  storage::Writer& writer_;
};

}  // namespace server
