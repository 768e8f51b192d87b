#include "server/operations/transfers/unpacker.h"

#include "server/operations/transfers/zstd_library.h"

#include <zlib.h>

#include <algorithm>
#include <new>
#include <utility>

namespace server::operations {
namespace {

// What was fed, and how far it is unpacked.
struct PackedInput {
  std::string bytes;
  std::size_t at = 0;
  bool last = false;

  void feed(std::string more, bool is_last) {
    bytes = std::move(more);
    at = 0;
    last = is_last;
  }
  bool is_empty() const { return at == bytes.size(); }
};

class PlainText : public Unpacker {
 public:
  void feed(std::string packed, bool last) override { input_.feed(std::move(packed), last); }
  State unpack(std::string& out) override {
    const std::size_t count = std::min(kPieceBytes, input_.bytes.size() - input_.at);
    out.append(input_.bytes, input_.at, count);
    input_.at += count;
    return input_.is_empty() ? State::needs_input : State::more;
  }

 private:
  PackedInput input_;
};

// Gzip (RFC 1952): any number of members, one behind the other.
class Gzip : public Unpacker {
 public:
  Gzip() {
    constexpr int kGzipWindow = 15 + 16;  // zlib: the largest window, in gzip's envelope
    if (inflateInit2(&stream_, kGzipWindow) != Z_OK) throw std::bad_alloc();
  }
  ~Gzip() override { inflateEnd(&stream_); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  void feed(std::string packed, bool last) override { input_.feed(std::move(packed), last); }

  State unpack(std::string& out) override {
    if (input_.is_empty() && !has_room_left_)
      return within_member_ && input_.last ? State::broken : State::needs_input;
    if (!within_member_ && inflateReset(&stream_) != Z_OK) return State::broken;
    within_member_ = true;
    const int code = inflate_piece(out);
    if (code == Z_STREAM_END) {
      within_member_ = false;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      return State::broken;
    }
    return State::more;
  }

 private:
  int inflate_piece(std::string& out) {
    const std::size_t start = out.size();
    out.resize(start + kPieceBytes);
    stream_.next_in = reinterpret_cast<Bytef*>(input_.bytes.data() + input_.at);
    stream_.avail_in = static_cast<uInt>(input_.bytes.size() - input_.at);
    stream_.next_out = reinterpret_cast<Bytef*>(out.data() + start);
    stream_.avail_out = static_cast<uInt>(kPieceBytes);
    const int code = inflate(&stream_, Z_NO_FLUSH);
    input_.at = input_.bytes.size() - stream_.avail_in;
    has_room_left_ = code != Z_STREAM_END && stream_.avail_out == 0;
    out.resize(out.size() - stream_.avail_out);
    return code;
  }

  PackedInput input_;
  z_stream stream_{};
  bool within_member_ = false;
  bool has_room_left_ = false;  // zlib may hold more of the input than it had room to give
};

// Zstandard (RFC 8878): any number of frames, one behind the other.
class Zstd : public Unpacker {
 public:
  explicit Zstd(ZstdLibrary library) : library_(std::move(library)), stream_(library_.stream()) {}

  void feed(std::string packed, bool last) override { input_.feed(std::move(packed), last); }

  State unpack(std::string& out) override {
    if (input_.is_empty() && !has_room_left_) {
      return within_frame_ && input_.last ? State::broken : State::needs_input;
    }
    const std::size_t start = out.size();
    out.resize(start + kPieceBytes);
    ZstdInput from{input_.bytes.data(), input_.bytes.size(), input_.at};
    ZstdOutput to{out.data() + start, kPieceBytes, 0};
    const std::size_t result = library_.decompress(*stream_, to, from);
    out.resize(start + to.at);
    input_.at = from.at;
    if (library_.is_error(result)) return State::broken;
    within_frame_ = result != 0;
    has_room_left_ = within_frame_ && to.at == to.size;
    return State::more;
  }

 private:
  ZstdLibrary library_;
  ZstdLibrary::Stream stream_;
  PackedInput input_;
  bool within_frame_ = false;
  bool has_room_left_ = false;  // it may hold more of the input than it had room to give
};

}  // namespace

std::unique_ptr<Unpacker> make_unpacker(Compression compression) {
  switch (compression) {
    case Compression::none: return std::make_unique<PlainText>();
    case Compression::gzip: return std::make_unique<Gzip>();
    case Compression::zstd: {
      auto library = ZstdLibrary::open();
      if (!library) return nullptr;
      return std::make_unique<Zstd>(*std::move(library));
    }
  }
  __builtin_unreachable();
}

bool has_zstd() {
  return ZstdLibrary::open().has_value();
}

}  // namespace server::operations
