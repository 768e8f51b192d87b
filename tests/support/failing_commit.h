#pragma once

#include "storage/sqlite/connection.h"

#include <sqlite3.h>

namespace tests {

// Lets the nth commit of a connection fail, counted from here on: all that was written in it is
// rolled back, as when the disk is full. The others go through.
class FailingCommit {
 public:
  explicit FailingCommit(storage::sqlite::Connection& connection, int nth = 1)
      : handle_(connection.handle()), left_(nth) {
    sqlite3_commit_hook(handle_, &FailingCommit::refuses, this);
  }
  ~FailingCommit() { sqlite3_commit_hook(handle_, nullptr, nullptr); }
  FailingCommit(const FailingCommit&) = delete;
  FailingCommit& operator=(const FailingCommit&) = delete;

  // Whether there were as many commits.
  bool failed() const { return left_ <= 0; }

 private:
  static int refuses(void* self) { return --static_cast<FailingCommit*>(self)->left_ == 0 ? 1 : 0; }

  sqlite3* handle_;
  int left_;
};

}  // namespace tests
