#pragma once

#include "lambda-host/folders/folder_watch.h"
#include "lambda-host/functions/function_registry.h"

#include <boost/asio/io_context.hpp>

#include <memory>

namespace server {

// Lets functions whose code is a folder run what lies there now: when something in it has changed,
// the next invocation gets a new process. Belongs to the engine thread.
class HotReload {
 public:
  // Watches the folders of all functions from now on. Both must outlive this.
  HotReload(boost::asio::io_context& engine, lambda_host::FunctionRegistry& functions);
  ~HotReload();
  HotReload(const HotReload&) = delete;
  HotReload& operator=(const HotReload&) = delete;

 private:
  void heed(const lambda_host::FolderNews& news);

  lambda_host::FunctionRegistry& functions_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  lambda_host::FolderWatch watch_;  // last: its thread ends first
};

}  // namespace server
