#include "server/control/redrive.h"

#include <algorithm>

namespace server::control {

// Between them there may be others, which filters let go by or other lanes had: those are few, or
// they are passed over by beginning anew at the next one.
std::vector<streams::SourceRecord> find_records(streams::StreamSource& source,
                                                const core::StreamArn& stream,
                                                storage::ShardNumber shard,
                                                std::span<const core::SequenceNumber> sequences) {
  std::vector<streams::SourceRecord> found;
  while (!sequences.empty()) {
    streams::ReadRequest request;
    request.stream = stream;
    request.shard = shard;
    request.from = sequences.front();
    request.limit = std::min<std::size_t>(sequences.size(), 100);
    for (auto& record : source.read(request).records) {
      if (sequences.empty() || record.sequence != sequences.front()) break;
      found.push_back(std::move(record));
      sequences = sequences.subspan(1);
    }
    const bool is_missing = !sequences.empty() && sequences.front() == request.from;
    if (is_missing) sequences = sequences.subspan(1);
  }
  return found;
}

}  // namespace server::control
