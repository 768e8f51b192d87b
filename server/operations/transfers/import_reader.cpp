#include "server/operations/transfers/import_reader.h"

#include "core/api_error.h"
#include "core/json/value.h"
#include "server/operations/transfers/import_request.h"

#include <algorithm>
#include <utility>

namespace server::operations {
namespace {

bool is_full(const ImportedPiece& piece) {
  return piece.items.size() + piece.errors.size() >= ImportReader::kPieceItems ||
         piece.bytes >= ImportReader::kPieceBytes ||
         piece.text_bytes >= ImportReader::kPieceTextBytes;
}

}  // namespace

ImportReader::ImportReader(const Import& asked, core::TableDefinition table)
    : table_(std::move(table)),
      format_(asked.format),
      unpacker_(make_unpacker(asked.compression)),
      rows_(csv_options(asked.options).delimiter),
      header_(csv_options(asked.options).header) {}

void ImportReader::feed(std::string bytes, bool last) {
  fed_all_ = last;
  needs_input_ = false;
  if (unpacker_) unpacker_->feed(std::move(bytes), last);
}

ImportReader::State ImportReader::read(ImportedPiece& piece) {
  while (!ended_ && !is_full(piece)) {
    if (take_next(piece)) continue;
    if (pending_bytes() > kMaxLineBytes) {
      end_with(piece, "The line is too long to be an item");
    } else if (needs_input_ && !fed_all_) {
      return State::needs_input;
    } else if (needs_input_) {
      ended_ = true;
    } else {
      unpack_some(piece);
    }
  }
  return ended_ ? State::ended : State::more;
}

bool ImportReader::take_next(ImportedPiece& piece) {
  return format_ == InputFormat::csv ? take_row(piece) : take_line(piece);
}

// Takes what `read` makes, or why it makes nothing.
template <class Read>
void ImportReader::take(ImportedPiece& piece, Read read) {
  ++piece.seen;
  ++seen_;
  try {
    piece.items.push_back(read());
    piece.bytes += piece.items.back().key.size() + piece.items.back().item.size();
  } catch (const core::ApiError& error) {
    add_error(piece, error.message());
  }
}

// About what was seen last.
void ImportReader::add_error(ImportedPiece& piece, std::string message) {
  piece.errors.push_back({seen_ - 1, std::move(message)});
}

void ImportReader::unpack_some(ImportedPiece& piece) {
  if (!unpacker_) return end_with(piece, "Rivulet can't unpack this here");
  std::string text;
  const Unpacker::State state = unpacker_->unpack(text);
  piece.text_bytes += text.size();
  format_ == InputFormat::csv ? rows_.add(text) : lines_.add(text);
  needs_input_ = state == Unpacker::State::needs_input;
  if (needs_input_ && fed_all_) format_ == InputFormat::csv ? rows_.end() : lines_.end();
  if (state == Unpacker::State::broken) {
    end_with(piece, "The object isn't compressed as InputCompressionType says");
  }
}

bool ImportReader::take_line(ImportedPiece& piece) {
  auto line = lines_.next();
  if (!line) return false;
  try {
    take(piece, [&] { return item_of_line(*std::move(line), table_); });
  } catch (const core::json::ParseError&) {
    add_error(piece, "The line is no JSON; what follows of the object is left out");
    ended_ = true;
  }
  return true;
}

bool ImportReader::take_row(ImportedPiece& piece) {
  auto row = rows_.next();
  if (!row) return false;
  if (header_.empty()) {
    header_ = std::move(row->fields);
  } else {
    take(piece, [&] { return item_of_row(*row, header_, table_); });
  }
  return true;
}

void ImportReader::end_with(ImportedPiece& piece, std::string error) {
  ++piece.seen;
  ++seen_;
  add_error(piece, std::move(error));
  ended_ = true;
}

std::size_t ImportReader::pending_bytes() const {
  return format_ == InputFormat::csv ? rows_.pending_bytes() : lines_.pending_bytes();
}

}  // namespace server::operations
