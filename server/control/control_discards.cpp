#include "core/api_error.h"
#include "core/json/writer.h"
#include "core/time_text.h"
#include "lambda-host/mappings/batch_response.h"
#include "lambda-host/mappings/event_payload.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "server/control/endpoints.h"
#include "server/control/redrive.h"
#include "server/control/replay.h"
#include "storage/writer.h"
#include "streams/stream_registry.h"

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <limits>
#include <memory>
#include <utility>

// The batches that mappings gave up.
namespace server::control {
namespace {

using core::json::Writer;
using lambda_host::EventSourceMapping;
using lambda_host::InvocationResult;
using storage::DiscardRow;

constexpr std::size_t kDefaultDiscards = 100;
constexpr std::size_t kMaxDiscards = 1000;
constexpr auto kLastId = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());

void write_discard(Writer& writer, const storage::ListedDiscard& each) {
  writer.begin_object().member("id", each.id).member("mapping", each.mapping.get());
  writer.member("account", each.scope.account.get()).member("region", each.scope.region.get());
  writer.key("discarded_at").raw(core::epoch_seconds_text(each.discarded_at));
  writer.member("records", static_cast<std::int64_t>(each.records));
  writer.key("document").raw(each.document).end_object();
}

[[noreturn]] void refuse(core::ErrorCode code, std::string message) {
  throw core::ApiError(code, std::move(message));
}

DiscardRow require_discard(const ControlParts& parts, const Call& call) {
  const std::string& text = call.parameters.front();
  std::int64_t id = 0;
  const char* const end = text.data() + text.size();
  const bool is_id = std::from_chars(text.data(), end, id).ptr == end;
  auto row = is_id ? parts.services.mappings.discards().find(id) : std::nullopt;
  if (row && call.scopes.covers(row->scope)) return *std::move(row);
  refuse(core::ErrorCode::resource_not_found, fmt::format("There is no discard {}.", text));
}

const EventSourceMapping& mapping_of(const ControlParts& parts, const DiscardRow& row) {
  const auto& all = parts.services.mappings.all();
  const auto found = all.find(row.mapping);
  if (found != all.end()) return found->second;
  refuse(core::ErrorCode::resource_conflict, "The mapping of the discard is gone.");
}

// What a redrive knows when its invocation ends, whatever has become of the mapping by then.
struct Redrive {
  std::int64_t id = 0;
  std::vector<streams::SourceRecord> records;
  bool reports_batch_item_failures = false;
};

bool is_done(const Redrive& redrive, const InvocationResult& result) {
  return !batch_outcome(result, {redrive.reports_batch_item_failures, false}, redrive.records)
              .failed;
}

std::string redrive_json(const Redrive& redrive, const InvocationResult& result, bool done) {
  Writer writer;
  writer.begin_object().member("id", redrive.id).member("delivered", done);
  writer.member("records", static_cast<std::int64_t>(redrive.records.size()));
  write_invocation(writer, result);
  return writer.end_object().take();
}

}  // namespace

void list_discards(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.query, {"after", "limit", "mapping"});
  const auto after = find_whole(call.query, "after", 0, kLastId).value_or(0);
  const std::size_t limit =
      find_whole(call.query, "limit", 1, kMaxDiscards).value_or(kDefaultDiscards);
  const auto mapping = find(call.query, "mapping");
  const auto listed = parts.services.mappings.discards().list(
      call.scopes, mapping, static_cast<std::int64_t>(after), limit);
  Writer writer;
  writer.begin_object().key("discards").begin_array();
  for (const auto& each : listed) write_discard(writer, each);
  writer.end_array();
  if (listed.size() == limit) writer.member("next", listed.back().id);
  reply(json_response(writer.end_object().take()));
}

namespace {

// In a mapping with tumbling windows, they are the first of their window once more, with no state.
std::string payload_of(const ControlParts& parts, const EventSourceMapping& mapping,
                       storage::ShardNumber number,
                       std::span<const streams::SourceRecord> records) {
  lambda_host::TumblingWindow window(std::chrono::seconds(mapping.tumbling_window_seconds), {});
  if (!window.in_use()) return lambda_host::event_payload(records);
  const auto* stream = parts.services.streams.find(mapping.stream.get());
  const auto* shard = stream ? stream->find_shard(number) : nullptr;
  window.begin(records);
  return lambda_host::window_payload(
      records, {window, shard ? shard->id : core::ShardId(), mapping.stream, false});
}

// The mapping may have been changed while its records were looked for.
void invoke_again(const ControlParts& parts, const DiscardRow& row, RecordSearch& search,
                  const core::HttpReply& reply) {
  const EventSourceMapping& mapping = mapping_of(parts, row);
  if (!search.has_all()) {
    refuse(core::ErrorCode::resource_conflict,
           "The stream has lost records of the discard: it keeps them for 24 hours.");
  }
  Redrive known{row.id, search.take(), mapping.reports_batch_item_failures};
  auto request =
      invocation_of(mapping.function, payload_of(parts, mapping, row.shard, known.records));
  parts.services.invoker.invoke(
      std::move(request), [reply, known = std::move(known),
                           &mappings = parts.services.mappings](const InvocationResult& result) {
        const bool done = is_done(known, result);
        const auto answer = [reply, body = redrive_json(known, result, done)](bool) {
          reply(json_response(body));
        };
        if (!done) return answer(true);
        mappings.forget_discard(known.id, answer);
      });
}

// A piece of the search in each turn.
void search_on(const ControlParts& parts, std::shared_ptr<RecordSearch> search,
               std::function<void()> found) {
  if (!search->step()) return found();
  parts.services.writer.call_later([&parts, search = std::move(search), found = std::move(found)] {
    search_on(parts, search, found);
  });
}

}  // namespace

void redrive(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.body, {});
  DiscardRow row = require_discard(parts, call);
  const auto search = std::make_shared<RecordSearch>(parts.source, mapping_of(parts, row).stream,
                                                     row.shard, std::move(row.sequences));
  search_on(parts, search, [&parts, row = std::move(row), search, reply] {
    try {
      invoke_again(parts, row, *search, reply);
    } catch (const core::ApiError& error) {
      reply(error_response(error));
    }
  });
}

}  // namespace server::control
