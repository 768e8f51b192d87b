#include "lambda-host/processes/keeper/census.h"

#include "tests/unit/lambda-host/functions/zip_builder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace census_test {

using lambda_host::ProcessList;

namespace {

using Pids = std::vector<pid_t>;

// A directory that stands for /proc.
struct Proc {
  void write(const std::string& name, const std::string& text) const {
    const auto path = directory.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  Pids descendants(pid_t ancestor) const {
    auto list = std::make_unique<ProcessList>();
    list->add(7);  // of an earlier look
    list_descendants(*list, ancestor, directory.path().c_str());
    return {list->pids, list->pids + list->size};
  }
  unsigned newest() const { return lambda_host::newest_process(directory.path().c_str()); }

  TemporaryDirectory directory;
};

Pids sorted(Pids pids) {
  std::sort(pids.begin(), pids.end());
  return pids;
}

std::ptrdiff_t place(const Pids& pids, pid_t pid) {
  return std::find(pids.begin(), pids.end(), pid) - pids.begin();
}

}  // namespace

TEST_CASE_FIXTURE(Proc, "children are listed by the threads that made them, all generations") {
  write("thread-self/children", "");
  write("100/task/100/children", "101 102 ");
  write("100/task/150/children", "103 ");
  write("101/task/101/children", "");
  write("102/task/102/children", "1040 ");
  write("1040/task/1040/children", "50 ");
  write("200/task/200/children", "201 ");
  const Pids pids = descendants(100);
  CHECK(sorted(pids) == Pids{50, 101, 102, 103, 1040});
  CHECK(place(pids, 102) < place(pids, 1040));
  CHECK(place(pids, 1040) < place(pids, 50));
  CHECK(descendants(201).empty());
  CHECK(descendants(999).empty());
}

TEST_CASE_FIXTURE(Proc, "a long list of children is read to its end") {
  write("thread-self/children", "");
  std::string text;
  Pids expected;
  for (pid_t pid = 10'000; pid < 12'000; ++pid) {
    text += std::to_string(pid) + " ";
    expected.push_back(pid);
  }
  write("1/task/1/children", text);
  CHECK(descendants(1) == expected);
}

TEST_CASE_FIXTURE(Proc, "where children aren't listed, every process names its parent") {
  write("101/stat", "101 (sh) S 100 101 101 0");
  write("102/stat", "102 (a) S 9 (b) S 101 102 102 0");  // a name may look like anything
  write("103/stat", "103 (x) R 102 1 1 0");
  write("104/stat", "104 (y) S 1 1 1 0");
  write("105/stat", "105 (gone");
  write("106/status", "");
  write("self/stat", "100 (me) S 100 1 1 0");
  const Pids pids = descendants(100);
  CHECK(pids == Pids{101, 102, 103});
  CHECK(descendants(103).empty());
}

TEST_CASE_FIXTURE(Proc, "the newest process is the last word on the load") {
  CHECK(newest() == 0);
  write("loadavg", "0.20 0.18 0.12 1/80 11206\n");
  CHECK(newest() == 11206);
}

TEST_CASE("a list takes as many as it has room for") {
  auto list = std::make_unique<ProcessList>();
  for (std::size_t i = 0; i <= ProcessList::kCapacity; ++i) list->add(static_cast<pid_t>(i + 1));
  CHECK(list->size == ProcessList::kCapacity);
  CHECK(list->pids[ProcessList::kCapacity - 1] == static_cast<pid_t>(ProcessList::kCapacity));
}

}  // namespace census_test
