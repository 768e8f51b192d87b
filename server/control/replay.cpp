#include "server/control/replay.h"

#include "core/api_error.h"
#include "core/json/value.h"
#include "core/json/writer.h"
#include "core/utf8.h"
#include "lambda-host/mappings/batcher.h"
#include "lambda-host/mappings/event_payload.h"
#include "lambda-host/mappings/failure_text.h"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <utility>

namespace server::control {
namespace {

using lambda_host::InvocationResult;

// A longer answer is only measured: there may be thousands of them.
constexpr std::size_t kMaxResponseBytes = std::size_t{16} << 10;
constexpr std::size_t kBriefErrorBytes = 100;

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

bool is_object(std::string_view line) {
  try {
    return core::json::Document::parse(std::string(line)).root().is(core::json::Kind::object);
  } catch (const core::json::ParseError&) {
    return false;
  }
}

std::string take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return std::string(line);
}

void write_response(core::json::Writer& writer, const std::string& response,
                    InvocationDetail detail) {
  if (response.size() > kMaxResponseBytes || detail == InvocationDetail::brief) {
    writer.member("response_bytes", static_cast<std::int64_t>(response.size()));
    return;
  }
  try {
    core::json::check_syntax(response);
    writer.key("response").raw(response);
  } catch (const core::json::ParseError&) {  // a runtime of one's own may answer anything
    writer.member("response", response);
  }
}

std::string result_line(std::size_t batch, const InvocationResult& result,
                        InvocationDetail detail) {
  core::json::Writer writer;
  writer.begin_object().member("batch", static_cast<std::int64_t>(batch));
  write_invocation(writer, result, detail);
  return writer.end_object().take() + "\n";
}

std::string refusal_line(std::size_t batch, const core::ApiError& error) {
  core::json::Writer writer;
  writer.begin_object().member("batch", static_cast<std::int64_t>(batch)).member("ok", false);
  return writer.member("error", error.message()).end_object().take() + "\n";
}

}  // namespace

lambda_host::InvocationRequest invocation_of(const lambda_host::FunctionReference& function,
                                             std::string event) {
  lambda_host::InvocationRequest request;
  request.scope = function.scope;
  request.function = function.name;
  request.qualifier = function.qualifier;
  request.invoked_function_arn = qualified_arn(function);
  request.payload = std::move(event);
  return request;
}

void write_invocation(core::json::Writer& writer, const InvocationResult& result,
                      InvocationDetail detail) {
  const bool ok = result.status == InvocationResult::Status::ok;
  const std::chrono::duration<double, std::milli> duration = result.duration;
  writer.member("ok", ok).member("request_id", result.request_id);
  writer.key("duration_ms").raw(fmt::format("{:.2f}", duration.count()));
  if (!ok) {
    const std::string error = lambda_host::failure_text(result, 0);
    const bool is_brief = detail == InvocationDetail::brief;
    writer.member("error", is_brief ? core::utf8_shortened(error, kBriefErrorBytes) : error);
  }
  write_response(writer, result.payload, detail);
}

std::deque<std::string> replay_events(std::string_view ndjson, std::size_t batch_size) {
  std::deque<std::string> events;
  lambda_host::BatchLimits limits;
  limits.records = batch_size;
  lambda_host::Batcher batcher(limits);
  const auto close = [&] {
    if (batcher.empty()) return;
    if (events.size() == kMaxReplayEvents) {
      core::throw_validation(fmt::format("A replay may have {} events at most.", kMaxReplayEvents));
    }
    events.push_back(lambda_host::event_payload(batcher.take()));
  };
  for (std::size_t number = 1; !ndjson.empty(); ++number) {
    std::string line = take_line(ndjson);
    if (is_blank(line)) continue;
    if (!is_object(line)) {
      core::throw_validation(fmt::format("Line {} isn't a JSON object.", number));
    }
    streams::SourceRecord record;
    record.event = std::move(line);
    if (batcher.add(record, {})) continue;
    close();
    batcher.add(record, {});
  }
  close();
  return events;
}

Replay::Replay(lambda_host::Invoker& invoker, Replays& replays,
               lambda_host::FunctionReference function, core::HttpReply reply)
    : invoker_(invoker),
      replays_(replays),
      function_(std::move(function)),
      reply_(std::move(reply)) {
  if (replays_.running >= Replays::kMax) {
    throw core::ApiError(core::ErrorCode::too_many_requests,
                         fmt::format("At most {} replays may run at a time.", Replays::kMax));
  }
  ++replays_.running;
}

Replay::~Replay() {
  --replays_.running;
}

void Replay::start(std::deque<std::string> events) {
  events_ = std::move(events);
  next();
}

void Replay::next() {
  if (stopped_) return;
  if (events_.empty()) return finish();
  auto request = invocation_of(function_, std::move(events_.front()));
  events_.pop_front();
  ++batch_;
  try {
    invoker_.invoke(
        std::move(request),
        [self = shared_from_this()](const InvocationResult& result) { self->ended(result); });
  } catch (const core::ApiError& error) {
    lines_ += refusal_line(batch_, error);
    finish();
  }
}

void Replay::ended(const InvocationResult& result) {
  const bool is_long = lines_.size() >= kMaxFullReplayBytes;
  lines_ += result_line(batch_, result, is_long ? InvocationDetail::brief : InvocationDetail::full);
  next();
}

void Replay::finish() {
  reply({200, "application/x-ndjson", {}, std::move(lines_)});
}

void Replay::reply(core::HttpResponse response) {
  if (!stopped_) reply_(std::move(response));
}

}  // namespace server::control
