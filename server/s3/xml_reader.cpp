#include "server/s3/xml_reader.h"

#include <charconv>
#include <cstdint>

namespace server::s3 {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

void append_utf8(std::string& text, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) return put(0xC0 | code >> 6), put(0x80 | (code & 0x3F));
  if (code >= 0x10000) put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 0x3F));
  if (code < 0x10000) put(0xE0 | code >> 12);
  put(0x80 | (code >> 6 & 0x3F));
  put(0x80 | (code & 0x3F));
}

// What stands between '&' and ';'.
bool append_reference(std::string& text, std::string_view name) {
  if (name == "amp") return text.push_back('&'), true;
  if (name == "lt") return text.push_back('<'), true;
  if (name == "gt") return text.push_back('>'), true;
  if (name == "quot") return text.push_back('"'), true;
  if (name == "apos") return text.push_back('\''), true;
  if (!name.starts_with('#')) return false;
  name.remove_prefix(1);
  const int base = name.starts_with('x') ? 16 : 10;
  if (base == 16) name.remove_prefix(1);
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(name.begin(), name.end(), code, base);
  const bool is_character = code < 0xD800 || (code > 0xDFFF && code <= 0x10FFFF);
  if (error != std::errc() || end != name.end() || !is_character) return false;
  append_utf8(text, code);
  return true;
}

class Reader {
 public:
  explicit Reader(std::string_view document) : rest_(document) {}

  std::optional<std::vector<XmlText>> read() {
    while (!rest_.empty()) {
      if (!(rest_.front() == '<' ? read_markup() : read_text())) return std::nullopt;
    }
    if (!open_.empty() || !has_root_) return std::nullopt;
    return std::move(texts_);
  }

 private:
  struct Element {
    std::string name;
    std::string text;
    bool has_children = false;
  };

  // Up to the mark, which goes with it.
  std::optional<std::string_view> take_until(std::string_view mark) {
    const auto end = rest_.find(mark);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view taken = rest_.substr(0, end);
    rest_.remove_prefix(end + mark.size());
    return taken;
  }

  bool read_markup() {
    constexpr std::string_view kCharacters = "<![CDATA[";
    if (rest_.starts_with("<?")) return take_until("?>").has_value();
    if (rest_.starts_with("<!--")) return take_until("-->").has_value();
    if (rest_.starts_with(kCharacters)) {
      rest_.remove_prefix(kCharacters.size());
      const auto text = take_until("]]>");
      return text && append(*text);
    }
    const auto tag = take_until(">");
    return tag && read_tag(tag->substr(1));
  }

  bool read_tag(std::string_view tag) {
    if (tag.starts_with('!')) return false;
    if (tag.starts_with('/')) return end_element(tag.substr(1));
    const bool is_empty = tag.ends_with('/');
    if (is_empty) tag.remove_suffix(1);
    return begin_element(tag) && (!is_empty || end_element(tag));
  }

  static std::string_view name_in(std::string_view tag) {
    std::string_view name = tag.substr(0, tag.find_first_of(kBlanks));
    name.remove_prefix(name.find(':') == std::string_view::npos ? 0 : name.find(':') + 1);
    return name;
  }

  bool begin_element(std::string_view tag) {
    const std::string_view name = name_in(tag);
    if (name.empty() || name.size() > kMaxXmlNameBytes) return false;
    if (open_.size() == kMaxXmlDepth || (open_.empty() && has_root_)) return false;
    if (!open_.empty()) open_.back().has_children = true;
    has_root_ = true;
    open_.push_back({std::string(name), {}});
    return true;
  }

  bool end_element(std::string_view tag) {
    if (open_.empty() || open_.back().name != name_in(tag)) return false;
    if (!open_.back().has_children) texts_.push_back({path(), std::move(open_.back().text)});
    open_.pop_back();
    return texts_.size() <= kMaxXmlTexts;
  }

  std::string path() const {
    std::string path;
    for (const Element& element : open_) path += (path.empty() ? "" : "/") + element.name;
    return path;
  }

  // Between elements there may be blanks only.
  bool append(std::string_view text) {
    if (open_.empty()) return text.find_first_not_of(kBlanks) == std::string_view::npos;
    open_.back().text.append(text);
    return true;
  }

  bool read_text() {
    const auto end = std::min(rest_.find_first_of("<&"), rest_.size());
    if (!append(rest_.substr(0, end))) return false;
    rest_.remove_prefix(end);
    if (!rest_.starts_with('&')) return true;
    const auto reference = take_until(";");
    return reference && !open_.empty() && append_reference(open_.back().text, reference->substr(1));
  }

  std::string_view rest_;
  std::vector<Element> open_;
  std::vector<XmlText> texts_;
  bool has_root_ = false;
};

}  // namespace

std::optional<std::vector<XmlText>> read_xml(std::string_view document) {
  return Reader(document).read();
}

}  // namespace server::s3
