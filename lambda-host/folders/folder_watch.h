#pragma once

#include "storage/files/descriptor.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <thread>

namespace lambda_host {

// What there is to be told of a folder.
struct FolderNews {
  std::string folder;
  std::string problem;  // what isn't seen of it, as FolderTree says it; empty: it has changed
};

// Watches folders on a thread of its own, which begins with the first one: a large tree takes a
// while to be walked. One that goes, or gives its name to another, is looked for until it is back,
// and has changed then: many builds begin by deleting what they make.
class FolderWatch {
 public:
  using Tell = std::function<void(FolderNews)>;

  // `tell` is called on the watch's thread, and must not throw.
  explicit FolderWatch(Tell tell);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  // From now on these, and no others. Absolute paths. Doesn't wait until they are watched: what
  // changes before that is told then.
  void watch(std::set<std::string> folders);

 private:
  class Loop;

  void wake() const;

  Tell tell_;
  storage::files::Descriptor wake_;                                      // an eventfd
  std::mutex mutex_;                                                     // over the wishes alone
  std::map<std::string, std::chrono::system_clock::time_point> wished_;  // and since when
  std::jthread thread_;  // last: it uses all of these
};

}  // namespace lambda_host
