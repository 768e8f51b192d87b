#pragma once

#include "storage/sqlite/connection.h"

namespace storage::sqlite {

// BEGIN IMMEDIATE at once; rolled back at the end of the scope unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace storage::sqlite
