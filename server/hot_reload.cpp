#include "server/hot_reload.h"

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

namespace server {

using lambda_host::FolderNews;

HotReload::HotReload(boost::asio::io_context& engine, lambda_host::FunctionRegistry& functions)
    : functions_(functions), watch_([this, &engine, alive = alive_](FolderNews news) {
        boost::asio::post(engine, [this, alive, news = std::move(news)] {
          if (*alive) heed(news);
        });
      }) {
  functions_.on_folders_changed([this] { watch_.watch(functions_.folders()); });
  watch_.watch(functions_.folders());
}

HotReload::~HotReload() {
  functions_.on_folders_changed(nullptr);
  *alive_ = false;
}

void HotReload::heed(const FolderNews& news) {
  if (!news.problem.empty()) return spdlog::warn("{}", news.problem);
  for (const auto& function : functions_.reload_folder(news.folder)) {
    spdlog::info("{}: the code in {} has changed", function->configuration.name.get(), news.folder);
  }
}

}  // namespace server
