#pragma once

#include "core/table_definition.h"
#include "server/operations/transfers/csv_rows.h"
#include "server/operations/transfers/import.h"
#include "server/operations/transfers/import_error_log.h"
#include "server/operations/transfers/import_items.h"
#include "server/operations/transfers/text_lines.h"
#include "server/operations/transfers/unpacker.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace server::operations {

// What a piece of an object comes to.
struct ImportedPiece {
  std::vector<ImportedItem> items;
  std::size_t bytes = 0;                 // of these
  std::size_t text_bytes = 0;            // unpacked for it
  std::int64_t seen = 0;                 // what should be items
  std::vector<ImportError> errors = {};  // why some aren't, each
};

// The items of one object, which is fed and taken in pieces. As on AWS, what can't be read as JSON,
// or unpacked, ends the object; an item that doesn't fit the table is left out. Pure, for a worker.
class ImportReader {
 public:
  // How much a piece has at most, but for its last item: little, since it is written in one turn.
  static constexpr std::size_t kPieceItems = 100;
  static constexpr std::size_t kPieceBytes = std::size_t{128} << 10;
  // How much text is unpacked for a piece, whatever comes of it: who stops the server waits until
  // the piece is read.
  static constexpr std::size_t kPieceTextBytes = std::size_t{1} << 20;
  // Of a line or row: more than any item needs.
  static constexpr std::size_t kMaxLineBytes = CsvRows::kMaxRowBytes;

  ImportReader(const Import& asked, core::TableDefinition table);

  void feed(std::string bytes, bool last);
  enum class State { more, needs_input, ended };
  // Reads on until the piece is full, or there is no more.
  State read(ImportedPiece& piece);

 private:
  bool take_next(ImportedPiece& piece);
  bool take_line(ImportedPiece& piece);
  bool take_row(ImportedPiece& piece);
  void unpack_some(ImportedPiece& piece);
  template <class Read>
  void take(ImportedPiece& piece, Read read);
  void add_error(ImportedPiece& piece, std::string message);
  void end_with(ImportedPiece& piece, std::string error);
  std::size_t pending_bytes() const;

  core::TableDefinition table_;
  InputFormat format_;
  std::unique_ptr<Unpacker> unpacker_;
  bool fed_all_ = false;
  bool needs_input_ = true;
  bool ended_ = false;
  std::int64_t seen_ = 0;  // of the object
  TextLines lines_;
  CsvRows rows_;
  std::vector<std::string> header_;
};

}  // namespace server::operations
