#include "core/api_error.h"
#include "core/dynamodb_texts.h"
#include "core/json/writer.h"
#include "core/limits.h"
#include "server/operations/streams/stream_access.h"
#include "server/operations/streams/stream_operations.h"
#include "storage/writer.h"
#include "streams/record_json.h"
#include "streams/shard_iterator.h"
#include "streams/shard_log.h"

#include <algorithm>

namespace server::operations {
namespace {

[[noreturn]] void throw_expired() {
  throw core::ApiError(core::ErrorCode::expired_iterator, core::dynamodb_texts::kIteratorTooOld);
}

streams::ShardIterator read_iterator(const core::json::Object& body, const core::Clock& clock) {
  const auto text = body.find("ShardIterator");
  auto iterator = text ? streams::parse_shard_iterator(text->string()) : std::nullopt;
  if (!iterator) core::throw_validation("Invalid ShardIterator");
  iterator->created_at = clock.dated(iterator->created_at);
  if (streams::is_expired(*iterator, clock.now())) throw_expired();
  return *iterator;
}

// Writes the records from the iterator on, moves it behind them; at most `limit` and 1 MB. True
// when it has come to the shard's last record.
bool write_records(core::json::Writer& writer, streams::ShardLog& log,
                   const streams::Stream& stream, streams::ShardIterator& iterator,
                   std::size_t limit) {
  std::size_t bytes = 0;
  const auto write = [&](const storage::ChangeRecord& record) {
    const std::size_t size = streams::record_size_bytes(record);
    if (bytes > 0 && bytes + size > core::limits::kMaxGetRecordsBytes) return false;
    bytes += size;
    streams::write_record(writer, record, stream, streams::RecordForm::get_records);
    iterator.next = core::SequenceNumber(record.sequence.get() + 1);
    return true;
  };
  writer.begin_array();
  const bool at_tip = log.read(iterator.shard, iterator.next, limit, write);
  writer.end_array();
  return at_tip;
}

// The shard that the iterator is a place in. What it was to read must still be there; an iterator
// of a shard that had no record yet has nothing to lose.
const storage::ShardRow& require_shard(const streams::Stream* stream,
                                       const streams::ShardIterator& iterator) {
  if (!stream) throw_no_stream(iterator.stream.get());
  if (iterator.generation < stream->iterator_generation) throw_expired();
  const storage::ShardRow* shard = stream->find_shard(iterator.shard);
  if (!shard || (shard->trimmed_to && iterator.next <= *shard->trimmed_to)) throw_trimmed();
  return *shard;
}

}  // namespace

std::string get_records(const Request& request, Services& services) {
  const std::size_t limit = read_limit(
      request.body, core::limits::kMaxGetRecordsLimit,
      "One or more parameter values were invalid: Limit should be less than or equal to 1000");
  streams::ShardIterator iterator = read_iterator(request.body, services.clock);
  const streams::Stream* stream = find_stream(services, request.scope, iterator.stream.get());
  const storage::ShardRow& shard = require_shard(stream, iterator);
  core::json::Writer writer;
  writer.begin_object().key("Records");
  const bool at_tip = write_records(writer, services.shard_log, *stream, iterator, limit);
  const bool at_end = !shard.is_open() && (at_tip || iterator.next > *shard.last_sequence);
  // A closed shard that was read to its end has no next iterator: the consumer goes on with its
  // children.
  if (!at_end) {
    // Nothing lies between the last record and the next that is written: so that one is found
    // without SQLite.
    if (at_tip) iterator.next = std::max(iterator.next, services.writer.next_sequence());
    iterator.created_at = services.clock.now();
    iterator.generation = stream->iterator_generation;
    writer.member("NextShardIterator", streams::to_text(iterator));
  }
  return writer.end_object().take();
}

}  // namespace server::operations
