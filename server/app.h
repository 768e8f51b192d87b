#pragma once

#include "server/client/http_client.h"
#include "server/options.h"

#include <chrono>
#include <memory>

namespace server::seeds {
class Journal;
}

namespace server {

// The whole program: every object is made here, in dependency order, and goes in the reverse one.
class App {
 public:
  // Opens the data, listens. Throws std::exception with a text for the user when it can't.
  explicit App(const Options& options);
  ~App();

  // "http://127.0.0.1:8000"
  std::string url() const;

  // Asks itself, as a client would, and serves until that is answered. Throws std::runtime_error
  // when a signal ends it before.
  client::HttpAnswer ask(const client::HttpQuestion& question);
  // Serves for so long.
  void serve_for(std::chrono::milliseconds duration);
  // Of the seeds that it is started with.
  seeds::Journal& seed_journal();
  // Serves until all that a kill cut off, and the snapshot that it is started with, is restored.
  // Throws std::runtime_error when that fails.
  void finish_restores();
  // Whether health says that it is still starting. It doesn't, at first.
  void set_starting(bool is_starting);

  // Once it serves, runs the scripts of the options' folders, which health tells of.
  void start_init_hooks();

  // Serves until SIGTERM or SIGINT: then it stops accepting, finishes what is in flight within a
  // bound, and ends all handler processes.
  void run();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace server
