#pragma once

#include "lambda-host/mappings/failure_destination.h"
#include "server/operations/queues/queues.h"
#include "server/s3/object_store.h"
#include "server/services.h"
#include "server/sns/topic_store.h"
#include "storage/writer.h"

namespace server {

// Who takes failure documents. All of it must outlive the destinations.
struct DestinationParts {
  operations::Queues& queues;
  storage::Writer& writer;
  s3::ObjectStore& objects;
  sns::TopicStore& topics;
  Services& services;  // may be made later, but before anything is sent
};

// The failure destinations that this server has: queues, topics and buckets. Engine thread only.
class FailureDestinations : public lambda_host::FailureDestination {
 public:
  explicit FailureDestinations(const DestinationParts& parts) : parts_(parts) {}

  void check(const core::Scope& scope, const std::string& destination) const override;
  void send(lambda_host::FailureNotice notice, Done done) override;

 private:
  bool is_there(const core::Scope& scope, const std::string& destination) const;
  // nullptr when the scope has none of that ARN.
  const sns::Topic* find_topic(const core::Scope& scope, const std::string& arn) const;
  const s3::Bucket* find_bucket(const core::Scope& scope, const std::string& arn) const;
  void send_to_queue(lambda_host::FailureNotice notice, Done done);
  void send_to_topic(lambda_host::FailureNotice notice, Done done);
  void send_to_bucket(lambda_host::FailureNotice notice, Done done);
  // In a later turn, as every answer.
  void fail(Done done, std::string why);

  DestinationParts parts_;
};

}  // namespace server
