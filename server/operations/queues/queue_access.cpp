#include "server/operations/queues/queue_access.h"

#include "core/json/writer.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

struct QueueAddress {
  std::string_view account;
  std::string_view name;
};

// nullopt for what doesn't end in two segments. The rest is whatever the client calls us.
std::optional<QueueAddress> parse_queue_url(std::string_view url) {
  const auto name_at = url.rfind('/');
  if (name_at == std::string_view::npos || name_at == 0) return std::nullopt;
  const std::string_view before = url.substr(0, name_at);
  const auto account_at = before.rfind('/');
  if (account_at == std::string_view::npos) return std::nullopt;
  const QueueAddress address{before.substr(account_at + 1), url.substr(name_at + 1)};
  if (address.account.empty() || address.name.empty()) return std::nullopt;
  return address;
}

}  // namespace

core::ApiError no_such_queue() {
  return {core::ErrorCode::queue_does_not_exist, "The specified queue does not exist."};
}

void throw_no_such_queue() {
  throw no_such_queue();
}

Queue& require_queue(const Request& request, Services& services) {
  const std::string_view url = text_of(request.body, "QueueUrl");
  const auto address = parse_queue_url(url);
  if (!address) {
    throw core::ApiError(core::ErrorCode::invalid_address,
                         fmt::format("The address {} is not valid for this endpoint.", url));
  }
  Queue* queue = address->account == request.scope.account.get()
                     ? services.queues.registry.find(request.scope, address->name)
                     : nullptr;
  if (!queue) throw_no_such_queue();
  return *queue;
}

std::string queue_url(const Request& request, const Queue& queue) {
  return fmt::format("http://{}/{}/{}", request.host, queue.stored.scope.account.get(),
                     queue.stored.name.get());
}

std::string queue_url_answer(const Request& request, const Queue& queue) {
  core::json::Writer writer;
  writer.begin_object().member("QueueUrl", std::string_view(queue_url(request, queue)));
  return writer.end_object().take();
}

std::string_view text_of(const core::json::Object& body, std::string_view member) {
  const auto found = body.find(member);
  return found ? found->string() : std::string_view();
}

std::optional<std::int64_t> whole_of(const core::json::Object& body, std::string_view member) {
  const auto found = body.find(member);
  if (!found) return std::nullopt;
  return found->integer();
}

ReceiptHandle require_handle(std::string_view text, const Queue& queue) {
  const auto handle = parse_receipt_handle(text);
  if (!handle) {
    throw core::ApiError(
        core::ErrorCode::receipt_handle_is_invalid,
        fmt::format("The input receipt handle \"{}\" is not a valid receipt handle.", text));
  }
  if (handle->queue != queue.stored.id) {
    throw core::ApiError(
        core::ErrorCode::receipt_handle_is_invalid,
        fmt::format("The receipt handle \"{}\" is not valid for this queue.", text));
  }
  return *handle;
}

core::ApiError invalid_value(std::string_view parameter, std::string_view value,
                             std::string_view reason) {
  return {
      core::ErrorCode::invalid_parameter_value,
      fmt::format("Value {} for parameter {} is invalid. Reason: {}", value, parameter, reason)};
}

void throw_invalid_parameter(std::string message) {
  throw core::ApiError(core::ErrorCode::invalid_parameter_value, std::move(message));
}

core::ApiError internal_failure() {
  return {core::ErrorCode::internal, "Internal server error"};
}

}  // namespace server::operations
