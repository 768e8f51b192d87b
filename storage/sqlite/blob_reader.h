#pragma once

#include "storage/sqlite/connection.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3_blob;

namespace storage::sqlite {

// Reads parts of the blobs of one column of a table: what lies before and behind is never read. It
// holds its snapshot open as long as it lives. Rows are known by their integer keys.
class BlobReader {
 public:
  // The names must outlive the reader.
  BlobReader(Connection& connection, const char* table, const char* column)
      : database_(connection.handle()), table_(table), column_(column) {}

  // So many bytes from an offset on, or as many as there are. A view until the next call. Throws
  // Error; the row must be there.
  std::string_view read(std::int64_t row, std::size_t offset, std::size_t bytes);

 private:
  struct Close {
    void operator()(sqlite3_blob* blob) const noexcept;
  };
  void open(std::int64_t row);
  void check(int code) const;

  sqlite3* database_;
  const char* table_;
  const char* column_;
  std::unique_ptr<sqlite3_blob, Close> blob_;
  std::int64_t row_ = 0;  // that the blob is of
  std::string bytes_;
};

}  // namespace storage::sqlite
