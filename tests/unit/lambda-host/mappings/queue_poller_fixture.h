#pragma once

#include "core/json/value.h"
#include "lambda-host/mappings/message_source.h"
#include "tests/unit/lambda-host/mappings/mapping_fixture.h"

#include <algorithm>
#include <deque>
#include <string>
#include <utility>
#include <vector>

// A queue, "…:q", that a test fills; what was received and not erased is in flight for good.
class FakeQueue : public lambda_host::MessageSource {
 public:
  std::optional<core::Duration> visibility_timeout(const std::string& arn) const override {
    if (missing || !arn.ends_with(":q")) return std::nullopt;
    return std::chrono::seconds(30);
  }
  std::size_t visible(const std::string& arn, std::size_t most) const override {
    ++looks;
    if (missing || !arn.ends_with(":q")) return 0;
    return std::min(most, messages.size());
  }
  std::unique_ptr<Receive> receive(const std::string&, std::size_t most,
                                   Received received) override {
    if (missing) return nullptr;
    return std::make_unique<Waiting>(*this, most, std::move(received));
  }
  void erase(const std::string&, std::vector<std::int64_t> handles) override {
    erased.insert(erased.end(), handles.begin(), handles.end());
  }

  void hand_back(const std::string&,
                 const std::vector<lambda_host::SourceMessage>& returned) override {
    messages.insert(messages.begin(), returned.begin(), returned.end());
  }

  void send(const std::string& body) {
    lambda_host::SourceMessage message;
    message.handle = ++sent;
    message.message_id = "m" + std::to_string(sent);
    message.body = body;
    message.attributes = message.message_attributes = "{}";
    messages.push_back(message);
  }
  // Hands messages to who waits; false when there was nobody or nothing.
  bool deliver() {
    if (waiting.empty() || messages.empty()) return false;
    const auto [most, received] = std::pair(waiting.front()->most, waiting.front()->received);
    waiting.pop_front();
    std::vector<lambda_host::SourceMessage> taken;
    while (!messages.empty() && taken.size() < most) {
      taken.push_back(messages.front());
      messages.pop_front();
    }
    received(std::move(taken));
    return true;
  }

  struct Waiting : Receive {
    Waiting(FakeQueue& of, std::size_t at_most, Received call)
        : queue(of), most(at_most), received(std::move(call)) {
      queue.waiting.push_back(this);
    }
    ~Waiting() override { std::erase(queue.waiting, this); }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

    FakeQueue& queue;
    std::size_t most;
    Received received;
  };

  bool missing = false;
  mutable std::size_t looks = 0;  // how often somebody asked what is visible
  std::int64_t sent = 0;
  std::deque<lambda_host::SourceMessage> messages;
  std::deque<Waiting*> waiting;
  std::vector<std::int64_t> erased;
};

// The bodies of an event's messages: "a,b".
inline std::string bodies_of(const core::SharedText& payload) {
  std::string text;
  const auto document = core::json::Document::parse(std::string(payload.view()));
  document.root().object().find("Records")->array().for_each([&](const core::json::Value& record) {
    text += (text.empty() ? "" : ",") + std::string(record.object().find("body")->string());
  });
  return text;
}
