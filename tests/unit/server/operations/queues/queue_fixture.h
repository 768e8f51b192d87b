#pragma once

#include "core/json/value.h"
#include "tests/support/engine.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

// A queue named "orders", and what tests do with queues.
struct QueueWorld : tests::Engine {
  explicit QueueWorld(const std::string& attributes = "{}") { create("orders", attributes); }

  static std::string url(const std::string& queue) {
    return "http://localhost/000000000000/" + queue;
  }
  static std::string arn(const std::string& queue) {
    return "arn:aws:sqs:us-east-1:000000000000:" + queue;
  }
  // A request about a queue with more members behind its URL: `,"MessageBody":"a"`.
  static std::string about(const std::string& queue, const std::string& more = "") {
    return R"({"QueueUrl":")" + url(queue) + "\"" + more + "}";
  }

  void create(const std::string& queue, const std::string& attributes = "{}") {
    answer("CreateQueue", R"({"QueueName":")" + queue + R"(","Attributes":)" + attributes + "}");
  }
  void send(const std::string& body, const std::string& more = "",
            const std::string& queue = "orders") {
    answer("SendMessage", about(queue, R"(,"MessageBody":")" + body + "\"" + more));
  }
  std::string receive(const std::string& more = "", const std::string& queue = "orders") {
    return answer("ReceiveMessage", about(queue, more));
  }

  // A round of the chore that removes what is too old and what was left.
  void sweep() {
    for (bool first = true; queues.messages.remove_obsolete(first); first = false) {
    }
  }

  // One member of each received message.
  static std::vector<std::string> members(const std::string& received, std::string_view member) {
    const auto document = core::json::Document::parse(received);
    std::vector<std::string> found;
    const auto messages = document.root().object().find("Messages");
    if (!messages) return found;
    messages->array().for_each([&](const core::json::Value& message) {
      const auto value = message.object().find(member);
      found.push_back(!value                                ? "none"
                      : value->is(core::json::Kind::string) ? std::string(value->string())
                                                            : value->text());
    });
    return found;
  }
  std::vector<std::string> bodies(const std::string& more = R"(,"MaxNumberOfMessages":10)",
                                  const std::string& queue = "orders") {
    return members(receive(more, queue), "Body");
  }
  std::string handle(const std::string& queue = "orders") {
    return members(receive("", queue), "ReceiptHandle").at(0);
  }
  std::string attribute(const std::string& name, const std::string& queue = "orders") {
    const auto text =
        answer("GetQueueAttributes", about(queue, R"(,"AttributeNames":[")" + name + "\"]"));
    const auto document = core::json::Document::parse(text);
    const auto attributes = document.root().object().find("Attributes");
    const auto value = attributes ? attributes->object().find(name) : std::nullopt;
    return value ? std::string(value->string()) : "none";
  }
};

using Texts = std::vector<std::string>;
