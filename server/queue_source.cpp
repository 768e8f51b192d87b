#include "server/queue_source.h"

#include "core/arn.h"
#include "core/json/writer.h"
#include "core/limits.h"
#include "server/operations/queues/message_attributes.h"
#include "server/operations/queues/receipt_handle.h"
#include "server/operations/queues/received_message.h"

#include <utility>

namespace server {
namespace {

using operations::ReceivedMessage;

std::string system_attributes_json(const ReceivedMessage& message) {
  core::json::Writer writer;
  writer.begin_object();
  for (const auto& [name, value] : operations::system_attributes_of(message)) {
    writer.member(name, std::string_view(value));
  }
  return writer.end_object().take();
}

lambda_host::SourceMessage source_message(const ReceivedMessage& message, std::int64_t queue) {
  const storage::MessageContent& content = message.content;
  const bool has_attributes = !content.attributes.empty();
  return {message.state.id,
          content.message_id,
          operations::receipt_handle_of(message, queue),
          content.body,
          system_attributes_json(message),
          has_attributes ? content.attributes : "{}",
          operations::md5_text(content.body),
          has_attributes ? operations::md5_of(operations::attributes_from_json(content.attributes))
                         : ""};
}

// Stands for the client of a long poll, which it ends by leaving.
class Waiting : public lambda_host::MessageSource::Receive, public core::HttpPeer {
 public:
  Waiting() = default;
  ~Waiting() override {
    if (gone_) gone_();
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  void on_gone(std::function<void()> gone) override { gone_ = std::move(gone); }

  // Whose call still comes.
  std::shared_ptr<bool> wanted = std::make_shared<bool>(true);

 private:
  std::function<void()> gone_;
};

}  // namespace

operations::Queue* QueueSource::find(const std::string& queue_arn) const {
  const auto arn = core::parse_arn(queue_arn);
  if (!arn) return nullptr;
  const core::Scope scope{core::AccountId(std::string(arn->account)),
                          core::Region(std::string(arn->region))};
  return queues_.registry.find_by_arn(scope, queue_arn);
}

std::optional<core::Duration> QueueSource::visibility_timeout(const std::string& queue_arn) const {
  const operations::Queue* queue = find(queue_arn);
  if (!queue) return std::nullopt;
  return queue->settings.visibility_timeout;
}

std::size_t QueueSource::visible(const std::string& queue_arn, std::size_t most) const {
  const operations::Queue* queue = find(queue_arn);
  return queue ? queues_.messages.count_visible(*queue, most) : 0;
}

std::unique_ptr<lambda_host::MessageSource::Receive> QueueSource::receive(
    const std::string& queue_arn, std::size_t most, Received received) {
  operations::Queue* queue = find(queue_arn);
  if (!queue) return nullptr;
  auto waiting = std::make_unique<Waiting>();
  const auto call = [received = std::move(received), wanted = std::weak_ptr(waiting->wanted),
                     id =
                         queue->stored.id](const std::optional<operations::ReceiveResult>& result) {
    if (wanted.expired()) return;
    std::vector<lambda_host::SourceMessage> messages;
    if (result) {
      for (const auto& message : result->messages) messages.push_back(source_message(message, id));
    }
    received(std::move(messages));
  };
  queues_.polls.receive(*queue, {most, queue->settings.visibility_timeout},
                        core::limits::kMaxReceiveWait, waiting.get(), call,
                        [call] { call(std::nullopt); });
  return waiting;
}

void QueueSource::erase(const std::string& queue_arn, std::vector<std::int64_t> messages) {
  operations::Queue* queue = find(queue_arn);
  if (queue) queues_.messages.erase(*queue, std::move(messages), [](bool) {});
}

void QueueSource::hand_back(const std::string& queue_arn,
                            const std::vector<lambda_host::SourceMessage>& messages) {
  operations::Queue* queue = find(queue_arn);
  if (!queue) return;
  std::vector<operations::ReceiptHandle> receives;
  for (const auto& message : messages) {
    receives.push_back(operations::parse_receipt_handle(message.receipt_handle).value());
  }
  queues_.messages.hand_back(*queue, std::move(receives));
}

}  // namespace server
