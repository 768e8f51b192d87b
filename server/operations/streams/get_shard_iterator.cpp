#include "core/api_error.h"
#include "core/json/writer.h"
#include "server/operations/streams/stream_access.h"
#include "server/operations/streams/stream_operations.h"
#include "storage/writer.h"
#include "streams/shard_iterator.h"

#include <optional>

namespace server::operations {
namespace {

const storage::ShardRow& require_shard(const streams::Stream& stream, std::string_view id) {
  if (const storage::ShardRow* shard = stream.find_shard(id)) return *shard;
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       "Requested resource not found: Shard does not exist");
}

std::optional<core::SequenceNumber> read_sequence_number(const core::json::Object& body,
                                                         std::string_view type) {
  const bool wanted = type == "AT_SEQUENCE_NUMBER" || type == "AFTER_SEQUENCE_NUMBER";
  const auto text = body.find("SequenceNumber");
  if (!wanted) {
    if (!text) return std::nullopt;
    core::throw_validation(
        "One or more parameter values were invalid: SequenceNumber should not be passed for this "
        "iterator type");
  }
  const auto number = text ? core::parse_sequence_number(text->string()) : std::nullopt;
  if (!number) {
    core::throw_validation("One or more parameter values were invalid: Invalid SequenceNumber");
  }
  return number;
}

// The first number that the iterator will return, `next` being the next that is given out.
core::SequenceNumber first_wanted(std::string_view type, const storage::ShardRow& shard,
                                  const std::optional<core::SequenceNumber>& number,
                                  core::SequenceNumber next) {
  if (type == "LATEST") return next;
  if (type == "TRIM_HORIZON") return shard.trim_horizon();
  if (*number >= next) return next;  // from the future: whatever comes
  const bool at = type == "AT_SEQUENCE_NUMBER";
  const core::SequenceNumber first(number->get() + (at ? 0 : 1));
  if (first < shard.trim_horizon()) throw_trimmed();
  return first;
}

bool is_iterator_type(std::string_view type) {
  return type == "LATEST" || type == "TRIM_HORIZON" || type == "AT_SEQUENCE_NUMBER" ||
         type == "AFTER_SEQUENCE_NUMBER";
}

}  // namespace

std::string get_shard_iterator(const Request& request, Services& services) {
  const auto& body = request.body;
  const auto arn = body.find("StreamArn");
  if (!arn || arn->string().empty()) {
    core::throw_validation(
        "One or more parameter values were invalid: streamArn cannot be empty or null.");
  }
  const auto shard_id = body.find("ShardId");
  if (!shard_id) core::throw_validation("No ShardId specified.");
  const auto type_value = body.find("ShardIteratorType");
  const std::string_view type = type_value ? type_value->string() : "";
  if (!is_iterator_type(type)) core::throw_validation("Invalid ShardIteratorType.");
  const auto number = read_sequence_number(body, type);
  const streams::Stream& stream = require_stream(services, request.scope, arn->string());
  const storage::ShardRow& shard = require_shard(stream, shard_id->string());

  const streams::ShardIterator iterator{
      stream.arn, shard.number, first_wanted(type, shard, number, services.writer.next_sequence()),
      services.clock.now(), stream.iterator_generation};
  core::json::Writer writer;
  writer.begin_object().member("ShardIterator", streams::to_text(iterator)).end_object();
  return writer.take();
}

}  // namespace server::operations
