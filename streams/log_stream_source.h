#pragma once

#include "streams/event_cache.h"
#include "streams/shard_log.h"
#include "streams/stream_registry.h"
#include "streams/stream_source.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace streams {

// The streams of this process.
class LogStreamSource : public StreamSource {
 public:
  // All three must outlive the source, and the log must not commit once the source is gone.
  LogStreamSource(ShardLog& log, const StreamRegistry& registry, const storage::Writer& writer);

  std::optional<std::vector<SourceShard>> shards(const core::StreamArn& stream) const override;
  std::uint64_t shards_version(const core::StreamArn&) const override {
    return registry_.version();
  }
  ReadEnd visit(const ReadRequest& request, const TakeRecord& take) override;
  Backlog backlog(const ReadRequest& request) override;
  std::optional<core::SequenceNumber> newest(storage::ShardNumber shard) override {
    return log_.newest(shard);
  }
  core::SequenceNumber first_since(const core::StreamArn& stream, storage::ShardNumber shard,
                                   core::WallTime time) override;
  core::SequenceNumber tip() const override;
  std::unique_ptr<Subscription> subscribe(const core::StreamArn& stream,
                                          std::function<void(const Arrivals&)> on_records) override;

 private:
  class LogSubscription;

  // Who reads a stream, and what is kept for them.
  struct Readers {
    std::vector<const LogSubscription*> subscriptions;
    std::shared_ptr<const Stream> stream;  // what its events show of it; nullptr before the first
  };

  void tell(const Arrivals& arrivals);
  SourceEvent event_of(const storage::ChangeRecord& record,
                       const std::shared_ptr<const Stream>& stream, bool is_shared);

  ShardLog& log_;
  const StreamRegistry& registry_;
  const storage::Writer& writer_;
  EventCache events_;                                 // of streams that several subscribers read
  std::unordered_map<std::string, Readers> readers_;  // by ARN; those with subscriptions
};

}  // namespace streams
