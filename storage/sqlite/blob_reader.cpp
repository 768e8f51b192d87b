#include "storage/sqlite/blob_reader.h"

#include "storage/sqlite/error.h"

#include <sqlite3.h>

#include <algorithm>

namespace storage::sqlite {

void BlobReader::Close::operator()(sqlite3_blob* blob) const noexcept {
  sqlite3_blob_close(blob);
}

void BlobReader::check(int code) const {
  if (code != SQLITE_OK) throw_error(database_, "reading a blob");
}

void BlobReader::open(std::int64_t row) {
  if (blob_ && row_ == row) return;
  if (blob_) {
    check(sqlite3_blob_reopen(blob_.get(), row));
  } else {
    sqlite3_blob* blob = nullptr;
    const int code = sqlite3_blob_open(database_, "main", table_, column_, row, 0, &blob);
    blob_.reset(blob);
    check(code);
  }
  row_ = row;
}

std::string_view BlobReader::read(std::int64_t row, std::size_t offset, std::size_t bytes) {
  open(row);
  const auto size = static_cast<std::size_t>(sqlite3_blob_bytes(blob_.get()));
  bytes_.resize(std::min(bytes, size - std::min(offset, size)));
  if (bytes_.empty()) return bytes_;
  check(sqlite3_blob_read(blob_.get(), bytes_.data(), static_cast<int>(bytes_.size()),
                          static_cast<int>(offset)));
  return bytes_;
}

}  // namespace storage::sqlite
