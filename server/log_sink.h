#pragma once

#include "core/clock.h"
#include "lambda-host/logs/log_sink.h"
#include "storage/log_table.h"
#include "storage/writer.h"

namespace server {

// Keeps the lines of handlers in the log table: each call's in the commit of its turn. When that
// fails, they are lost; the writer has logged why. All of it must outlive the writer's last turn.
class LogWriter : public lambda_host::LogSink {
 public:
  LogWriter(storage::Writer& writer, storage::LogTable& logs, const core::Clock& clock)
      : writer_(writer), logs_(logs), clock_(clock) {}

  void append(const core::Scope& scope, const std::string& group, const std::string& stream,
              std::vector<lambda_host::LogEvent> events) override;

 private:
  storage::Writer& writer_;
  storage::LogTable& logs_;
  const core::Clock& clock_;
};

}  // namespace server
