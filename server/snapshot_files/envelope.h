#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

// A snapshot's file: two lines of text, and a database behind them.
//
//   rivulet-snapshot 1             what it is, and the version of this format
//   <SHA-256 of the rest, as hex>
//   <gzip of an SQLite database>   with the schema of the Rivulet that wrote it (storage/schema.h)
//
// The database has one snapshot, and in a table `code` what lies beside a database otherwise
// (packed_code.h). Earlier schemas are brought up to date when it is read.
namespace server::snapshot_files {

// The largest database that a file may have, unpacked.
inline constexpr std::size_t kMaxBytes = std::size_t{64} << 20;

// A file that can't be used; the text says why, to be read behind the file's name.
class BadFile : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The same database makes the same bytes.
std::string sealed(std::string_view database);

struct Opened {
  std::string database;
  std::string sha256;  // as the file has it
};
// Throws BadFile.
Opened opened(std::string file);

}  // namespace server::snapshot_files
