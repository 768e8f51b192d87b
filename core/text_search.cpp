#include "core/text_search.h"

#include <cstring>

namespace core {

// memmem goes by the two-way algorithm for all parts but short ones, which it compares at once.
std::size_t find_text(std::string_view text, std::string_view part) {
  if (part.empty()) return 0;
  const void* const found = ::memmem(text.data(), text.size(), part.data(), part.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

bool contains_text(std::string_view text, std::string_view part) {
  return find_text(text, part) != std::string_view::npos;
}

Wildcard Wildcard::split(std::string_view pattern) {
  std::vector<std::string> pieces(1);
  for (const char c : pattern) {
    if (c == '*') {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  return Wildcard(std::move(pieces));
}

// The ends are where they must be. Of those between, each is taken where it comes first: that
// leaves the most for the others.
bool Wildcard::matches(std::string_view text) const {
  const std::string& first = pieces_.front();
  if (pieces_.size() == 1) return text == first;
  const std::string& last = pieces_.back();
  if (text.size() < first.size() + last.size()) return false;
  if (!text.starts_with(first) || !text.ends_with(last)) return false;
  text.remove_prefix(first.size());
  text.remove_suffix(last.size());
  for (std::size_t i = 1; i + 1 < pieces_.size(); ++i) {
    const std::size_t at = find_text(text, pieces_[i]);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + pieces_[i].size());
  }
  return true;
}

}  // namespace core
