#pragma once

#include "lambda-host/functions/function_registry.h"
#include "lambda-host/logs/log_sink.h"
#include "lambda-host/processes/http_mount.h"

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

class FakeLogSink : public lambda_host::LogSink {
 public:
  void append(const lambda_host::LogOrigin& origin,
              std::vector<lambda_host::LogEvent> events) override {
    last_origin = origin;
    for (lambda_host::LogEvent& event : events) all.push_back(std::move(event));
  }

  std::string messages() const {
    std::string text;
    for (const lambda_host::LogEvent& event : all) text += event.message;
    return text;
  }

  lambda_host::LogOrigin last_origin;
  std::vector<lambda_host::LogEvent> all;
};

class FakeFunctionStore : public lambda_host::FunctionStore {
 public:
  void commit(const std::vector<lambda_host::FunctionDocument>& documents) override {
    for (const lambda_host::FunctionDocument& document : documents) {
      const auto key = std::tuple(document.part, document.scope, document.name);
      if (document.text) {
        saved[key] = *document.text;
      } else {
        saved.erase(key);
      }
    }
    ++commits;
  }
  std::vector<lambda_host::FunctionDocument> load_all(lambda_host::FunctionPart part) override {
    std::vector<lambda_host::FunctionDocument> all;
    for (const auto& [key, text] : saved) {
      const auto& [kind, scope, name] = key;
      if (kind == part) all.push_back({kind, scope, name, text});
    }
    return all;
  }

  std::map<std::tuple<lambda_host::FunctionPart, core::Scope, std::string>, std::string> saved;
  int commits = 0;
};

// Ports without sockets: a test is the client.
class FakeMount : public lambda_host::HttpMount {
 public:
  std::uint16_t open(core::HttpHandler handler) override {
    handlers[++last_port] = std::move(handler);
    return last_port;
  }
  void close(std::uint16_t port) override { handlers.erase(port); }

  std::uint16_t last_port = 0;
  std::map<std::uint16_t, core::HttpHandler> handlers;
};
