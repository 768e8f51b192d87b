#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/limits.h"
#include "server/operations/stream_access.h"
#include "server/operations/stream_operations.h"
#include "storage/writer.h"
#include "streams/record_json.h"
#include "streams/shard_iterator.h"
#include "streams/shard_log.h"

namespace server::operations {
namespace {

streams::ShardIterator read_iterator(const core::json::Object& body, core::TimePoint now) {
  const auto text = body.find("ShardIterator");
  const auto iterator = text ? streams::parse_shard_iterator(text->string()) : std::nullopt;
  if (!iterator) core::throw_validation("Invalid ShardIterator");
  if (streams::is_expired(*iterator, now)) {
    throw core::ApiError(core::ErrorCode::expired_iterator,
                         "The provided iterator exceeds the maximum age allowed.");
  }
  return *iterator;
}

std::size_t read_limit(const core::json::Object& body) {
  const auto limit = body.find("Limit");
  if (limit && limit->whole() > core::limits::kMaxGetRecordsLimit) {
    core::throw_validation(
        "One or more parameter values were invalid: Limit should be less than or equal to 1000");
  }
  return static_cast<std::size_t>(limit ? *limit->whole() : core::limits::kMaxGetRecordsLimit);
}

// Writes the records from the iterator on, moves it behind them; at most `limit` and 1 MB.
void write_records(core::json::Writer& writer, streams::ShardLog& log,
                   const streams::Stream& stream, streams::ShardIterator& iterator,
                   std::size_t limit) {
  std::size_t bytes = 0;
  writer.begin_array();
  log.read(iterator.shard, iterator.next, limit, [&](const storage::ChangeRecord& record) {
    const std::size_t size = streams::record_size_bytes(record);
    if (bytes > 0 && bytes + size > core::limits::kMaxGetRecordsBytes) return false;
    bytes += size;
    streams::write_record(writer, record, stream, streams::RecordForm::get_records);
    iterator.next = core::SequenceNumber(record.sequence.get() + 1);
    return true;
  });
  writer.end_array();
}

bool has_more(streams::ShardLog& log, const streams::ShardIterator& iterator) {
  bool more = false;
  log.read(iterator.shard, iterator.next, 1, [&](const storage::ChangeRecord&) {
    more = true;
    return false;
  });
  return more;
}

}  // namespace

std::string get_records(const Request& request, Services& services) {
  const std::size_t limit = read_limit(request.body);
  streams::ShardIterator iterator = read_iterator(request.body, services.clock.now());
  const streams::Stream* stream = find_stream(services, request.scope, iterator.stream.get());
  const storage::ShardRow* shard = stream ? stream->find_shard(iterator.shard) : nullptr;
  if (!shard) {
    throw core::ApiError(core::ErrorCode::resource_not_found,
                         "Requested resource not found: Stream: " + iterator.stream.get() +
                             " not found");
  }
  core::json::Writer writer;
  writer.begin_object().key("Records");
  write_records(writer, services.shard_log, *stream, iterator, limit);
  // A closed shard that was read to its end has no next iterator: the consumer goes on with its
  // children.
  if (!shard->last_sequence || has_more(services.shard_log, iterator)) {
    iterator.created_at = services.clock.now();
    writer.member("NextShardIterator", streams::to_text(iterator));
  }
  return writer.end_object().take();
}

}  // namespace server::operations
