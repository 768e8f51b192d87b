#include "core/api_error.h"
#include "core/arn.h"
#include "server/control/endpoints.h"
#include "server/control/stream_dump.h"

#include <fmt/format.h>

namespace server::control {
namespace {

constexpr std::size_t kDefaultRecords = 1000;
constexpr std::size_t kMaxRecords = 10'000;

core::StreamArn require_stream_arn(const ControlParts& parts, const Call& call) {
  const std::string arn = find(call.query, "arn").value_or("");
  const auto parsed = core::parse_arn(arn);
  const bool known = parsed && parts.source.shards(core::StreamArn(arn));
  if (!known || !call.scopes.covers({core::AccountId(std::string(parsed->account)),
                                     core::Region(std::string(parsed->region))})) {
    throw core::ApiError(core::ErrorCode::resource_not_found,
                         fmt::format("There is no stream {}.", arn));
  }
  return core::StreamArn(arn);
}

std::optional<StreamPlace> find_place(const Query& query, std::string_view name) {
  const auto text = find(query, name);
  if (!text) return std::nullopt;
  if (const auto sequence = core::parse_sequence_number(*text)) return *sequence;
  if (const auto time = find_time(*text)) return *time;
  core::throw_validation(fmt::format(
      "{} must be a sequence number, epoch seconds or a text such as 2026-01-31T12:00:00Z.", name));
}

}  // namespace

void show_stream_records(const ControlParts& parts, const Call& call,
                         const core::HttpReply& reply) {
  refuse_unknown(call.query, {"arn", "from", "to", "limit"});
  const StreamRange range{require_stream_arn(parts, call), find_place(call.query, "from"),
                          find_place(call.query, "to")};
  const std::size_t limit =
      find_whole(call.query, "limit", 1, kMaxRecords).value_or(kDefaultRecords);
  StreamDump dump = dump_stream(parts.source, range, limit);
  core::HttpResponse response{200, "application/x-ndjson", {}, std::move(dump.ndjson)};
  if (dump.next) {
    response.headers.emplace_back("X-Rivulet-Next", core::sequence_number_text(*dump.next));
  }
  reply(std::move(response));
}

}  // namespace server::control
