#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/limits.h"
#include "server/operations/streams/stream_access.h"
#include "server/operations/streams/stream_operations.h"
#include "server/operations/tables/table_access.h"
#include "streams/stream_registry.h"

namespace server::operations {
namespace {

constexpr std::int64_t kMaxStreams = 100;

}  // namespace

std::string list_streams(const Request& request, Services& services) {
  const auto table = request.body.find("TableName");
  const auto start = request.body.find("ExclusiveStartStreamArn");
  const std::size_t most = read_limit(
      request.body, kMaxStreams,
      "One or more parameter values were invalid: Limit cannot be greater than the maximum "
      "allowed size: 100");
  if (start) check_stream_arn(start->string());
  const auto found = services.streams.list(
      request.scope, table ? table_name_from(table->string(), request.scope) : "",
      start ? start->string() : "");

  core::json::Writer writer;
  writer.begin_object().key("Streams").begin_array();
  for (std::size_t i = 0; i < found.size() && i < most; ++i) {
    writer.begin_object().member("StreamArn", found[i]->arn.get());
    writer.member("TableName", found[i]->row.table.get());
    writer.member("StreamLabel", found[i]->row.label.get()).end_object();
  }
  writer.end_array();
  if (found.size() > most) writer.member("LastEvaluatedStreamArn", found[most - 1]->arn.get());
  return writer.end_object().take();
}

}  // namespace server::operations
