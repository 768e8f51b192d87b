#include "lambda-host/mappings/text_table.h"

#include "core/ascii.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lambda_host {

TextTable::TextTable(TextMatch match, bool ignore_case, std::vector<std::string> texts)
    : match_(match), ignore_case_(ignore_case), texts_(std::move(texts)) {
  std::sort(texts_.begin(), texts_.end());
  texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
  std::vector<std::string> all = texts_;
  std::sort(all.begin(), all.end(),
            [this](const std::string& a, const std::string& b) { return is_before(a, b); });
  for (std::string& text : all) {
    if (sorted_.empty() || !fits(sorted_.back(), text)) sorted_.push_back(std::move(text));
  }
}

char TextTable::at(std::string_view text, std::size_t index) const {
  const char c = text[match_ == TextMatch::suffix ? text.size() - 1 - index : index];
  return ignore_case_ ? core::lower_case(c) : c;
}

std::size_t TextTable::common_length(std::string_view a, std::string_view b) const {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t length = 0;
  while (length < most && at(a, length) == at(b, length)) ++length;
  return length;
}

bool TextTable::is_before(std::string_view a, std::string_view b) const {
  const std::size_t common = common_length(a, b);
  if (common == b.size()) return false;
  return common == a.size() || at(a, common) < at(b, common);
}

bool TextTable::fits(std::string_view wanted, std::string_view value) const {
  if (match_ == TextMatch::equals && wanted.size() != value.size()) return false;
  return common_length(wanted, value) == wanted.size();
}

bool TextTable::matches(std::string_view value) const {
  const auto behind =
      std::upper_bound(sorted_.begin(), sorted_.end(), value,
                       [this](std::string_view a, std::string_view b) { return is_before(a, b); });
  return behind != sorted_.begin() && fits(*std::prev(behind), value);
}

}  // namespace lambda_host
