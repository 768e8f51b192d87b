#include "server/snapshot_files/envelope.h"

#include "core/digest.h"
#include "server/protocol/content_coding.h"

#include <fmt/format.h>

#include <charconv>

namespace server::snapshot_files {
namespace {

constexpr std::string_view kMagic = "rivulet-snapshot ";
constexpr int kFormat = 1;
constexpr std::size_t kMaxFormatDigits = 9;

// Up to the next line's end, which is behind both; nullopt without one.
std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) throw BadFile("is damaged: it ends too early");
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

void check_format(std::string_view text) {
  int format = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), format);
  if (text.size() > kMaxFormatDigits || read.ptr != text.data() + text.size() || format < 1) {
    throw BadFile("is no snapshot that Rivulet wrote");
  }
  if (format > kFormat) {
    throw BadFile(fmt::format("was written by a newer Rivulet (format {}, this one knows {})",
                              format, kFormat));
  }
}

}  // namespace

std::string sealed(std::string_view database) {
  const std::string packed = protocol::encode(database, protocol::ContentCoding::gzip);
  return fmt::format("{}{}\n{}\n", kMagic, kFormat, core::hex(core::sha256(packed))) + packed;
}

Opened opened(std::string file) {
  std::string_view rest = file;
  if (!rest.starts_with(kMagic)) throw BadFile("is no snapshot that Rivulet wrote");
  check_format(take_line(rest).substr(kMagic.size()));
  std::string sha256(take_line(rest));
  if (core::hex(core::sha256(rest)) != sha256) {
    throw BadFile("is damaged: its content isn't what was written");
  }
  auto unpacked = protocol::decode(std::string(rest), protocol::ContentCoding::gzip, kMaxBytes);
  if (unpacked.status == protocol::DecodeStatus::too_large) {
    throw BadFile(fmt::format("has more than {} MB, unpacked", kMaxBytes >> 20));
  }
  if (unpacked.status != protocol::DecodeStatus::complete) {
    throw BadFile("is damaged: it can't be unpacked");
  }
  return {std::move(unpacked.bytes), std::move(sha256)};
}

}  // namespace server::snapshot_files
