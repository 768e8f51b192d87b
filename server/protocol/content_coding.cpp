#include "server/protocol/content_coding.h"

#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <new>
#include <vector>

namespace server::protocol {
namespace {

constexpr int kZlibWindow = 15;  // zlib: the largest window, in its own envelope
constexpr int kGzipWindow = kZlibWindow + 16;
constexpr int kMemoryLevel = 8;  // zlib's default
constexpr std::size_t kPieceBytes = 64 << 10;
constexpr int kMaxMembers = 1000;  // an empty one costs as much as another and brings nothing
constexpr std::string_view kGzipMagic = "\x1f\x8b";

int window(ContentCoding coding) {
  return coding == ContentCoding::gzip ? kGzipWindow : kZlibWindow;
}

Bytef* input(std::string_view bytes) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));  // zlib only reads it
}

class Inflater {
 public:
  Inflater(std::string_view bytes, ContentCoding coding) {
    stream_.next_in = input(bytes);
    stream_.avail_in = static_cast<uInt>(bytes.size());
    if (inflateInit2(&stream_, window(coding)) != Z_OK) throw std::bad_alloc();
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

  // Behind the end of a gzip member: whether another one follows, which next() then reads.
  bool next_member() {
    const std::string_view rest(reinterpret_cast<const char*>(stream_.next_in), stream_.avail_in);
    return rest.starts_with(kGzipMagic) && inflateReset(&stream_) == Z_OK;
  }

 private:
  z_stream stream_{};
};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

bool is_named(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

// An element of the header: "gzip;q=0.5".
struct Choice {
  std::string_view name;
  double weight;
};

// AWS takes what is behind the first "q=", even of another parameter; what is no number counts 1.
double weight_of(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == std::string_view::npos) return 1;
  parameters.remove_prefix(at + 2);
  const std::string_view text = trimmed(parameters.substr(0, parameters.find(';')));
  double weight = 1;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, weight);
  if (parsed.ec != std::errc() || parsed.ptr != end) return 1;
  return std::clamp(weight, 0.0, 1.0);
}

std::vector<Choice> choices_of(std::string_view header) {
  std::vector<Choice> choices;
  while (true) {
    const auto comma = header.find(',');
    const std::string_view element = header.substr(0, comma);
    const auto semicolon = element.find(';');
    choices.push_back({trimmed(element.substr(0, semicolon)),
                       semicolon == element.npos ? 1 : weight_of(element.substr(semicolon))});
    if (comma == std::string_view::npos) return choices;
    header.remove_prefix(comma + 1);
  }
}

// Adds the codings that "*" stands for, if it is there, behind those that are named.
void expand_star(std::vector<Choice>& choices) {
  const auto find = [&](std::string_view name) {
    return std::find_if(choices.begin(), choices.end(),
                        [&](const Choice& choice) { return is_named(choice.name, name); });
  };
  const auto star = find("*");
  if (star == choices.end()) return;
  const double weight = star->weight;
  for (const std::string_view name : {"gzip", "deflate"}) {
    if (find(name) == choices.end()) choices.push_back({name, weight});
  }
}

}  // namespace

std::string_view coding_name(ContentCoding coding) {
  switch (coding) {
    case ContentCoding::identity: return "";
    case ContentCoding::gzip: return "gzip";
    case ContentCoding::deflate: return "deflate";
  }
  __builtin_unreachable();
}

std::optional<ContentCoding> find_coding(std::string_view content_encoding) {
  const std::string_view name = trimmed(content_encoding);
  if (name.empty() || is_named(name, "identity")) return ContentCoding::identity;
  if (is_named(name, "gzip")) return ContentCoding::gzip;
  if (is_named(name, "deflate")) return ContentCoding::deflate;
  return std::nullopt;
}

ContentCoding preferred_coding(std::string_view accept_encoding) {
  // What most clients say.
  if (accept_encoding.empty() || accept_encoding == "identity") return ContentCoding::identity;
  std::vector<Choice> choices = choices_of(accept_encoding);
  expand_star(choices);
  ContentCoding best = ContentCoding::identity;
  double weight = 0;
  for (const Choice& choice : choices) {
    const auto coding = find_coding(choice.name);
    if (!coding || coding == ContentCoding::identity || choice.weight <= weight) continue;
    best = *coding;
    weight = choice.weight;
  }
  return best;
}

std::string encode(std::string_view bytes, ContentCoding coding) {
  if (coding == ContentCoding::identity) return std::string(bytes);
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, window(coding), kMemoryLevel,
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

Decoded decode(std::string bytes, ContentCoding coding, std::size_t max_bytes) {
  if (coding == ContentCoding::identity) {
    if (bytes.size() > max_bytes) return {DecodeStatus::too_large, {}};
    return {DecodeStatus::complete, std::move(bytes)};
  }
  Inflater inflater(bytes, coding);
  std::string out;
  for (int members = 1; members <= kMaxMembers;) {
    // One byte of room beyond what is allowed tells too much from just enough.
    const int code = inflater.next(out, max_bytes + 1 - out.size());
    if (out.size() > max_bytes) return {DecodeStatus::too_large, {}};
    if (code == Z_OK) continue;
    if (code != Z_STREAM_END) return {DecodeStatus::malformed, {}};  // also when it ends too early
    if (coding == ContentCoding::deflate || !inflater.next_member()) {
      return {DecodeStatus::complete, std::move(out)};
    }
    ++members;
  }
  return {DecodeStatus::malformed, {}};
}

}  // namespace server::protocol
