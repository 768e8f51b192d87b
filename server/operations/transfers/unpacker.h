#pragma once

#include "server/operations/transfers/import.h"

#include <cstddef>
#include <memory>
#include <string>

namespace server::operations {

// Unpacks what comes in pieces into what is taken in pieces, so that neither has to fit into
// memory, whatever a small one claims to hold.
class Unpacker {
 public:
  enum class State {
    more,         // call again
    needs_input,  // all that was fed is unpacked
    broken,       // it isn't what it was said to be
  };
  static constexpr std::size_t kPieceBytes = std::size_t{256} << 10;

  virtual ~Unpacker() = default;

  // What was fed before must be unpacked. `last`: nothing follows.
  virtual void feed(std::string packed, bool last) = 0;
  // Appends at most kPieceBytes. When the last input is unpacked and it is whole, needs_input.
  virtual State unpack(std::string& out) = 0;
};

// nullptr for zstd where its library isn't there: see has_zstd.
std::unique_ptr<Unpacker> make_unpacker(Compression compression);

// Whether libzstd.so.1 can be opened.
bool has_zstd();

}  // namespace server::operations
