#pragma once

#include "core/clock.h"
#include "lambda-host/logs/log_sink.h"
#include "lambda-host/processes/bootstrap_files.h"
#include "lambda-host/processes/host_options.h"
#include "lambda-host/processes/http_mount.h"
#include "lambda-host/processes/interpreter_search.h"
#include "lambda-host/processes/opt_namespace.h"

#include <boost/asio/io_context.hpp>

namespace lambda_host {

class SpareProcesses;
class WorkerPool;

// What all environments of a host share. References to longer-lived objects.
struct HostServices {
  boost::asio::io_context& io;
  HttpMount& mount;
  LogSink& log;
  const core::Clock& clock;
  const HostOptions& options;
  InterpreterSearch& interpreters;
  const BootstrapFiles& bootstrap;
  SpareProcesses& spares;
  WorkerPool& starter;  // one thread, on which processes are started
  OptNamespace& opt;
};

}  // namespace lambda_host
