#pragma once

#include "core/json/writer.h"
#include "streams/event_cache.h"
#include "streams/shard_log.h"
#include "streams/stream_registry.h"
#include "streams/stream_source.h"

#include <map>
#include <string>

namespace streams {

// The streams of this process.
class LogStreamSource : public StreamSource {
 public:
  // All three must outlive the source, and the log must not commit once the source is gone.
  LogStreamSource(ShardLog& log, const StreamRegistry& registry, const storage::Writer& writer);

  std::optional<std::vector<SourceShard>> shards(const core::StreamArn& stream) const override;
  std::uint64_t shards_version(const core::StreamArn& stream) const override;
  ReadResult read(const ReadRequest& request) override;
  Backlog backlog(const ReadRequest& request) override;
  std::optional<core::SequenceNumber> newest(storage::ShardNumber shard) override {
    return log_.newest(shard);
  }
  core::SequenceNumber first_since(const core::StreamArn& stream, storage::ShardNumber shard,
                                   core::WallTime time) override;
  core::SequenceNumber tip() const override;
  std::unique_ptr<Subscription> subscribe(
      const core::StreamArn& stream, std::function<void(storage::ShardNumber)> on_records) override;

 private:
  class LogSubscription;

  void tell(storage::ShardNumber shard);
  SourceEvent event_of(const storage::ChangeRecord& record, const Stream& stream, bool is_shared);

  ShardLog& log_;
  const StreamRegistry& registry_;
  const storage::Writer& writer_;
  core::json::Writer json_;
  EventCache events_;  // of streams that several subscribers read
  std::multimap<std::string, const LogSubscription*, std::less<>> subscriptions_;  // by ARN
};

}  // namespace streams
