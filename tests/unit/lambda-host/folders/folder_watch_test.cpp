#include "lambda-host/folders/folder_watch.h"

#include "tests/unit/lambda-host/folders/temporary_folder.h"

#include <doctest/doctest.h>

#include <chrono>
#include <condition_variable>
#include <optional>
#include <vector>

namespace folder_watch_test {

namespace fs = std::filesystem;
using lambda_host::FolderNews;

namespace {

struct Watch {
  TemporaryFolder mine;
  std::mutex mutex;
  std::condition_variable came;
  std::vector<FolderNews> all;
  std::optional<lambda_host::FolderWatch> watch{[this](FolderNews news) {
    const std::lock_guard lock(mutex);
    all.push_back(std::move(news));
    came.notify_all();
  }};

  std::string folder() const { return mine.path.string(); }

  // The next news, of which there must be some in time.
  FolderNews next() {
    std::unique_lock lock(mutex);
    REQUIRE(came.wait_for(lock, std::chrono::seconds(20), [this] { return !all.empty(); }));
    FolderNews first = all.front();
    all.erase(all.begin());
    return first;
  }
  // Until the thread has the folder.
  void write_until_told(const std::string& file) {
    for (int i = 0; i < 100; ++i) {
      mine.write(file, std::to_string(i));
      std::unique_lock lock(mutex);
      if (came.wait_for(lock, std::chrono::milliseconds(300), [this] { return !all.empty(); })) {
        return;
      }
    }
    FAIL("the folder isn't watched");
  }
  void settle() {
    write_until_told("settle");
    std::unique_lock lock(mutex);
    do all.clear();
    while (came.wait_for(lock, std::chrono::milliseconds(100), [this] { return !all.empty(); }));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Watch, "a change is told with its folder") {
  watch->watch({folder()});
  settle();
  mine.write("index.js");
  const FolderNews news = next();
  CHECK(news.folder == folder());
  CHECK(news.problem.empty());
}

TEST_CASE_FIXTURE(Watch, "what has changed by the time that a folder is watched is told") {
  watch->watch({folder()});
  CHECK(next().folder == folder());  // it was made a moment ago
}

TEST_CASE_FIXTURE(Watch, "many changes at once are one") {
  watch->watch({folder()});
  settle();
  for (int i = 0; i < 100; ++i) mine.write("file" + std::to_string(i) + ".js");
  next();
  mine.write("last.js");
  next();
  const std::lock_guard lock(mutex);
  CHECK(all.size() <= 3);  // a machine that is busy may take its time between two files
}

TEST_CASE_FIXTURE(Watch, "a folder that was deleted has changed when it is back") {
  mine.make("dist");
  const std::string dist = (mine.path / "dist").string();
  watch->watch({folder(), dist});
  settle();
  watch->watch({dist});
  fs::remove_all(dist);
  mine.make("dist");
  CHECK(next().folder == dist);
  mine.write("dist/index.js");
  CHECK(next().folder == dist);
}

TEST_CASE_FIXTURE(Watch, "a folder that wasn't there has changed when it comes") {
  const std::string dist = (mine.path / "dist").string();
  watch->watch({dist});
  mine.make("dist");
  // Whether it came before the first look or after it, a change is seen from then on.
  write_until_told("dist/index.js");
  CHECK(next().folder == dist);
}

TEST_CASE_FIXTURE(Watch, "folders that nobody wishes to know of are told no more") {
  TemporaryFolder other;
  watch->watch({folder(), other.path.string()});
  settle();
  watch->watch({folder()});
  settle();
  other.write("index.js");
  mine.write("index.js");
  CHECK(next().folder == folder());
  watch.reset();
  CHECK(all.empty());
}

TEST_CASE_FIXTURE(Watch, "without folders there is nothing to end") {
  watch->watch({});
  watch.reset();
  CHECK(all.empty());
}

}  // namespace folder_watch_test
