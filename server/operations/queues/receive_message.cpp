#include "core/limits.h"
#include "server/operations/queues/message_attributes.h"
#include "server/operations/queues/queue_access.h"
#include "server/operations/queues/queue_operations.h"
#include "server/operations/queues/received_message.h"

#include <fmt/format.h>

#include <functional>

namespace server::operations {
namespace {

namespace json = core::json;
namespace limits = core::limits;

std::int64_t read_between(const json::Object& body, std::string_view name, std::int64_t least,
                          std::int64_t most, std::int64_t fallback, std::string_view reason) {
  const auto given = whole_of(body, name);
  if (!given) return fallback;
  if (*given < least || *given > most) throw invalid_value(name, std::to_string(*given), reason);
  return *given;
}

core::Duration read_seconds(const json::Object& body, std::string_view name,
                            std::chrono::seconds most, core::Duration fallback) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(fallback).count();
  return std::chrono::seconds(
      read_between(body, name, 0, most.count(), seconds,
                   fmt::format("Must be >= 0 and <= {}, if provided.", most.count())));
}

void for_each_name(const json::Object& body, std::string_view member,
                   const std::function<void(std::string_view)>& call) {
  const auto given = body.find(member);
  if (!given) return;
  given->array().for_each([&](const json::Value& name) { call(name.string()); });
}

// AttributeNames is the older name of the first; both together are one list.
WantedMembers read_wanted(const json::Object& body) {
  WantedMembers wanted;
  for (const char* const member : {"MessageSystemAttributeNames", "AttributeNames"}) {
    for_each_name(body, member, [&](std::string_view name) {
      if (!is_system_attribute(name)) {
        throw core::ApiError(core::ErrorCode::invalid_attribute_name,
                             fmt::format("Unknown Attribute {}.", name));
      }
      wanted.system_attributes.emplace(name);
    });
  }
  for_each_name(body, "MessageAttributeNames",
                [&](std::string_view name) { wanted.message_attributes.add(name); });
  return wanted;
}

// AWS tells only those who don't wait.
Answer answer_of(std::optional<ReceiveResult> result, const WantedMembers& wanted,
                 std::int64_t queue, bool waits) {
  if (!result) return internal_failure();
  if (result->too_many_in_flight && !waits) {
    return core::ApiError(core::ErrorCode::over_limit,
                          fmt::format("The maximum number of in flight messages is reached: {}.",
                                      limits::kMaxInFlightMessages));
  }
  json::Writer writer;
  writer.begin_object();
  if (!result->messages.empty()) {
    writer.key("Messages").begin_array();
    for (const auto& message : result->messages) write(writer, message, queue, wanted);
    writer.end_array();
  }
  return writer.end_object().take();
}

}  // namespace

void receive_message(const Request& request, Services& services, Reply reply) {
  Queue& queue = require_queue(request, services);
  const json::Object& body = request.body;
  ReceiveOptions options;
  options.most = static_cast<std::size_t>(read_between(body, "MaxNumberOfMessages", 1,
                                                       limits::kMaxReceivedMessages, 1,
                                                       "Must be between 1 and 10, if provided."));
  options.visibility_timeout = read_seconds(
      body, "VisibilityTimeout", limits::kMaxVisibilityTimeout, queue.settings.visibility_timeout);
  const core::Duration wait =
      read_seconds(body, "WaitTimeSeconds", limits::kMaxReceiveWait, queue.settings.receive_wait);
  auto done = [reply, wanted = read_wanted(body), id = queue.stored.id,
               waits = wait > core::Duration::zero()](std::optional<ReceiveResult> result) {
    reply(answer_of(std::move(result), wanted, id, waits));
  };
  services.queues.polls.receive(queue, options, wait, request.peer, std::move(done),
                                [reply = std::move(reply)] { reply(no_such_queue()); });
}

}  // namespace server::operations
