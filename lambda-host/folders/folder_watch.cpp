#include "lambda-host/folders/folder_watch.h"

#include "lambda-host/folders/change_window.h"
#include "lambda-host/folders/folder_tree.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace lambda_host {
namespace {

using Moment = ChangeWindow::Moment;
using namespace std::chrono_literals;

// How often the path is asked whether it still leads to the folder. It is missing for a moment
// during a build, or for long.
constexpr std::chrono::milliseconds kLook = 1s;
constexpr std::chrono::milliseconds kLookForLost = 20ms;
constexpr std::chrono::milliseconds kBuildTime = 10s;
// Times of files are those of the kernel's last tick.
constexpr std::chrono::milliseconds kTick = 10ms;

// A folder, or the wait for it.
class WatchedFolder {
 public:
  // That changed since then is told.
  WatchedFolder(std::string folder, Moment now, std::chrono::system_clock::time_point since)
      : folder_(std::move(folder)) {
    open(now);
    if (tree_ && tree_->has_changed_since(since - kTick)) window_.changed(now);
  }

  int descriptor() const { return tree_ ? tree_->descriptor() : -1; }
  Moment next_look() const { return std::min(next_look_, window_.due().value_or(next_look_)); }

  void look(Moment now, const FolderWatch::Tell& tell) {
    if (tree_ && tree_->read_changes()) {
      window_.changed(now);
      next_look_ = now;
    }
    if (now >= next_look_) look_at_path(now);
    if (window_.take(now)) tell({folder_, {}});
    if (tree_ && tree_->problem() != problem_) {
      problem_ = tree_->problem();
      if (!problem_.empty()) tell({folder_, problem_});
    }
  }

 private:
  void open(Moment now) {
    tree_.emplace(folder_);
    if (tree_->is_current()) {
      lost_since_.reset();
      next_look_ = now + kLook;
      return;
    }
    tree_.reset();
    window_ = {};  // what counts is how it comes back
    if (!lost_since_) lost_since_ = now;
    next_look_ = now + (now - *lost_since_ < kBuildTime ? kLookForLost : kLook);
  }

  void look_at_path(Moment now) {
    if (tree_ && tree_->is_current()) {
      next_look_ = now + kLook;
      return;
    }
    open(now);
    if (tree_) window_.changed(now);
  }

  std::string folder_;
  std::optional<FolderTree> tree_;  // nullopt: it is lost
  std::optional<Moment> lost_since_;
  Moment next_look_;
  ChangeWindow window_;
  std::string problem_;  // as it was told
};

}  // namespace

// What the thread has for itself.
class FolderWatch::Loop {
 public:
  explicit Loop(FolderWatch& watch) : watch_(watch) {}

  void run(const std::stop_token& stop) {
    const std::stop_callback wake(stop, [this] { watch_.wake(); });
    while (!stop.stop_requested()) {
      heed_wishes();
      wait();
      const Moment now = std::chrono::steady_clock::now();
      for (auto& [folder, watched] : folders_) watched.look(now, watch_.tell_);
    }
  }

 private:
  void heed_wishes() {
    std::map<std::string, std::chrono::system_clock::time_point> wished;
    {
      const std::lock_guard lock(watch_.mutex_);
      wished = watch_.wished_;
    }
    for (const auto& [folder, since] : wished) {
      if (folders_.count(folder) != 0) continue;
      folders_.emplace(folder, WatchedFolder(folder, std::chrono::steady_clock::now(), since));
    }
    // To end a watch takes the kernel a while.
    std::erase_if(folders_, [&](const auto& each) { return wished.count(each.first) == 0; });
  }

  // Until something happens, or is due.
  void wait() const {
    std::vector<pollfd> descriptors = {
        {watch_.wake_.get(), POLLIN, 0}
    };
    Moment next = std::chrono::steady_clock::now() + kLook;
    for (const auto& [folder, watched] : folders_) {
      descriptors.push_back({watched.descriptor(), POLLIN, 0});  // poll passes over -1
      next = std::min(next, watched.next_look());
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        std::max(next - std::chrono::steady_clock::now(), Moment::duration(0)));
    ::poll(descriptors.data(), descriptors.size(), static_cast<int>(left.count()));
    std::uint64_t count = 0;
    if (descriptors[0].revents != 0) (void)!::read(watch_.wake_.get(), &count, sizeof count);
  }

  FolderWatch& watch_;
  std::map<std::string, WatchedFolder> folders_;
};

FolderWatch::FolderWatch(Tell tell)
    : tell_(std::move(tell)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!wake_) throw std::system_error(errno, std::generic_category(), "eventfd");
}

FolderWatch::~FolderWatch() = default;

void FolderWatch::watch(std::set<std::string> folders) {
  const bool begins = !thread_.joinable() && !folders.empty();
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(wished_, [&](const auto& each) { return folders.count(each.first) == 0; });
    const auto now = std::chrono::system_clock::now();
    for (const std::string& folder : folders) wished_.try_emplace(folder, now);
  }
  if (begins) {
    thread_ = std::jthread([this](const std::stop_token& stop) { Loop(*this).run(stop); });
  } else {
    wake();
  }
}

void FolderWatch::wake() const {
  const std::uint64_t one = 1;
  (void)!::write(wake_.get(), &one, sizeof one);
}

}  // namespace lambda_host
