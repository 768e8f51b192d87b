#include "server/protocol/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <new>

namespace server::protocol {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib: the largest window, in a gzip envelope
constexpr int kMemoryLevel = 8;       // zlib's default
constexpr std::size_t kPieceBytes = 64 << 10;

Bytef* input(std::string_view bytes) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));  // zlib only reads it
}

class Inflater {
 public:
  explicit Inflater(std::string_view bytes) {
    stream_.next_in = input(bytes);
    stream_.avail_in = static_cast<uInt>(bytes.size());
    if (inflateInit2(&stream_, kGzipWindow) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Appends the next piece, of at most `room` bytes. Returns zlib's code.
  int next(std::string& out, std::size_t room) {
    const std::size_t start = out.size();
    out.resize(start + std::min(kPieceBytes, room));
    stream_.next_out = reinterpret_cast<Bytef*>(out.data() + start);
    stream_.avail_out = static_cast<uInt>(out.size() - start);
    const int code = inflate(&stream_, Z_NO_FLUSH);
    out.resize(out.size() - stream_.avail_out);
    return code;
  }
  bool at_end_of_input() const { return stream_.avail_in == 0; }

 private:
  z_stream stream_{};
};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// Whether "gzip;q=0.5" or the like names gzip and doesn't refuse it.
bool allows_gzip(std::string_view coding) {
  const auto semicolon = coding.find(';');
  if (trimmed(coding.substr(0, semicolon)) != "gzip") return false;
  if (semicolon == std::string_view::npos) return true;
  const std::string_view weight = trimmed(coding.substr(semicolon + 1));
  return !weight.starts_with("q=0") || weight.find_first_of("123456789", 3) != weight.npos;
}

}  // namespace

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = input(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);  // can't fail: there is room for all of it
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

Gunzipped gunzip(std::string_view bytes, std::size_t max_bytes) {
  Inflater inflater(bytes);
  std::string out;
  while (true) {
    // One byte of room beyond what is allowed tells too much from just enough.
    const int code = inflater.next(out, max_bytes + 1 - out.size());
    if (out.size() > max_bytes) return {GunzipStatus::too_large, {}};
    if (code == Z_STREAM_END) break;
    if (code != Z_OK) return {GunzipStatus::malformed, {}};  // also when the input ends too early
  }
  if (!inflater.at_end_of_input()) return {GunzipStatus::malformed, {}};
  return {GunzipStatus::complete, std::move(out)};
}

bool accepts_gzip(std::string_view accept_encoding) {
  while (true) {
    const auto comma = accept_encoding.find(',');
    if (allows_gzip(accept_encoding.substr(0, comma))) return true;
    if (comma == std::string_view::npos) return false;
    accept_encoding.remove_prefix(comma + 1);
  }
}

}  // namespace server::protocol
