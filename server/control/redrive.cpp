#include "server/control/redrive.h"

#include <algorithm>

namespace server::control {

// Between them there may be others, which filters let go by or other lanes had: those are passed
// over, by beginning anew at the next one where there are many. No record is read twice.
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
    auto read = source.read(request);
    if (read.records.empty()) break;
    for (auto& record : read.records) {
      while (!sequences.empty() && sequences.front() < record.sequence)
        sequences = sequences.subspan(1);
      if (sequences.empty()) break;
      if (sequences.front() != record.sequence) continue;
      found.push_back(std::move(record));
      sequences = sequences.subspan(1);
    }
  }
  return found;
}

}  // namespace server::control
