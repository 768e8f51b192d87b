#pragma once

#include "server/options.h"

#include <memory>

namespace server {

// The whole program: every object is made here, in dependency order, and goes in the reverse one.
class App {
 public:
  // Opens the data, listens. Throws std::exception with a text for the user when it can't.
  explicit App(const Options& options);
  ~App();

  // "http://127.0.0.1:8000"
  std::string url() const;

  // Serves until SIGTERM or SIGINT: then it stops accepting, finishes what is in flight within a
  // bound, and ends all handler processes.
  void run();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace server
