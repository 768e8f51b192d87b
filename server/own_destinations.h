#pragma once

#include "lambda-host/destinations.h"
#include "server/operations/queues/queues.h"
#include "server/s3/object_store.h"
#include "server/services.h"
#include "server/sns/topic_store.h"
#include "storage/writer.h"

namespace server {

// Who takes what destinations are told. All of it must outlive them.
struct DestinationParts {
  operations::Queues& queues;
  storage::Writer& writer;
  s3::ObjectStore& objects;
  sns::TopicStore& topics;
  Services& services;  // may be made later, but before anything is sent
};

// The destinations that this server has: queues, topics, buckets and functions. Engine thread only.
class OwnDestinations : public lambda_host::Destinations {
 public:
  explicit OwnDestinations(const DestinationParts& parts) : parts_(parts) {}

  void check(const core::Scope& scope, const std::string& destination) const override;
  void send(lambda_host::Notice notice, Beside beside, Done done) override;

 private:
  bool is_there(const core::Scope& scope, const std::string& destination) const;
  // nullptr when the scope has none of that ARN.
  const sns::Topic* find_topic(const core::Scope& scope, const std::string& arn) const;
  const s3::Bucket* find_bucket(const core::Scope& scope, const std::string& arn) const;
  void send_to_queue(lambda_host::Notice notice, Beside beside, Done done);
  void send_to_topic(lambda_host::Notice notice, Done done);
  void send_to_bucket(lambda_host::Notice notice, Done done);
  void invoke_function(lambda_host::Notice notice, Beside beside, const Done& done);
  bool has_function(const core::Scope& scope, const std::string& arn) const;
  // In a later turn, as every answer.
  void fail(Done done, std::string why);

  DestinationParts parts_;
};

}  // namespace server
