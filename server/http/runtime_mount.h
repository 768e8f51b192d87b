#pragma once

#include "lambda-host/processes/http_mount.h"
#include "server/http/listener.h"

#include <map>
#include <memory>

namespace server::http {

// A loopback port for each handler process's Runtime API.
class RuntimeMount : public lambda_host::HttpMount {
 public:
  explicit RuntimeMount(boost::asio::io_context& context) : context_(context) {}

  std::uint16_t open(core::HttpHandler handler) override;
  void close(std::uint16_t port) override;

 private:
  boost::asio::io_context& context_;
  std::map<std::uint16_t, std::unique_ptr<Listener>> listeners_;
};

}  // namespace server::http
