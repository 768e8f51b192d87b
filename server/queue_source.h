#pragma once

#include "lambda-host/mappings/message_source.h"
#include "server/operations/queues/queues.h"

namespace server {

// Queues as event source mappings read them. The queues must outlive it.
class QueueSource : public lambda_host::MessageSource {
 public:
  explicit QueueSource(operations::Queues& queues) : queues_(queues) {}

  std::optional<core::Duration> visibility_timeout(const std::string& queue_arn) const override;
  std::size_t visible(const std::string& queue_arn, std::size_t most) const override;
  std::unique_ptr<Receive> receive(const std::string& queue_arn, std::size_t most,
                                   Received received) override;
  void erase(const std::string& queue_arn, std::vector<std::int64_t> messages) override;
  void hand_back(const std::string& queue_arn,
                 const std::vector<lambda_host::SourceMessage>& messages) override;

 private:
  operations::Queue* find(const std::string& queue_arn) const;

  operations::Queues& queues_;
};

}  // namespace server
