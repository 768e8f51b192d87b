#include "core/attribute_value.h"

#include "core/base64.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace core {
namespace {

constexpr std::array<std::string_view, 10> kTypeNames = {"S",  "N",  "B",  "BOOL", "NULL",
                                                         "SS", "NS", "BS", "L",    "M"};

constexpr auto kNameLess = [](const Attribute& a, std::string_view name) { return a.name < name; };

template <class T>
bool normalize_members(std::vector<T>& members) {
  if (!std::is_sorted(members.begin(), members.end())) std::sort(members.begin(), members.end());
  const auto tail = std::unique(members.begin(), members.end());
  const bool repeated = tail != members.end();
  members.erase(tail, members.end());
  return repeated;
}

// Nearly all values are of a type of one letter, which is its own index. 0: there is none, else one
// more than the type.
constexpr auto kByLetter = [] {
  std::array<unsigned char, 256> types{};
  for (std::size_t i = 0; i < kTypeNames.size(); ++i) {
    if (kTypeNames[i].size() != 1) continue;
    types[static_cast<unsigned char>(kTypeNames[i].front())] = static_cast<unsigned char>(i + 1);
  }
  return types;
}();

}  // namespace

std::string_view type_name(AttributeType type) {
  return kTypeNames[static_cast<size_t>(type)];
}

std::optional<AttributeType> find_type(std::string_view name) {
  if (name.size() == 1) {
    const int type = kByLetter[static_cast<unsigned char>(name.front())];
    return type == 0 ? std::nullopt : std::optional(static_cast<AttributeType>(type - 1));
  }
  const auto found = std::find(kTypeNames.begin(), kTypeNames.end(), name);
  if (found == kTypeNames.end()) return std::nullopt;
  return static_cast<AttributeType>(found - kTypeNames.begin());
}

AttributeMap::AttributeMap() = default;
AttributeMap::AttributeMap(const AttributeMap&) = default;
AttributeMap::AttributeMap(AttributeMap&&) noexcept = default;
AttributeMap& AttributeMap::operator=(const AttributeMap&) = default;
AttributeMap& AttributeMap::operator=(AttributeMap&&) noexcept = default;
AttributeMap::~AttributeMap() = default;

AttributeMap::AttributeMap(std::initializer_list<Attribute> attributes) {
  for (const Attribute& attribute : attributes) insert_or_assign(attribute.name, attribute.value);
}

const AttributeValue* AttributeMap::find(std::string_view name) const {
  const auto at = std::lower_bound(attributes_.begin(), attributes_.end(), name, kNameLess);
  return at != attributes_.end() && at->name == name ? &at->value : nullptr;
}

AttributeValue* AttributeMap::find(std::string_view name) {
  return const_cast<AttributeValue*>(std::as_const(*this).find(name));
}

AttributeValue& AttributeMap::insert_or_assign(std::string name, AttributeValue value) {
  if (attributes_.empty() || attributes_.back().name < name) {
    return attributes_.emplace_back(Attribute{std::move(name), std::move(value)}).value;
  }
  const auto at = std::lower_bound(attributes_.begin(), attributes_.end(), name, kNameLess);
  if (at->name == name) {
    at->value = std::move(value);
    return at->value;
  }
  return attributes_.insert(at, Attribute{std::move(name), std::move(value)})->value;
}

void AttributeMap::reserve(std::size_t attributes) {
  attributes_.reserve(attributes);
}

bool AttributeMap::erase(std::string_view name) {
  const auto at = std::lower_bound(attributes_.begin(), attributes_.end(), name, kNameLess);
  if (at == attributes_.end() || at->name != name) return false;
  attributes_.erase(at);
  return true;
}

// From the end, where there is room: what is before the first of them stays where it is.
void AttributeMap::insert_all(std::vector<Attribute> added) {
  auto left = attributes_.size();
  attributes_.resize(left + added.size());
  for (auto to = attributes_.end(); !added.empty();) {
    if (left > 0 && added.back().name < attributes_[left - 1].name) {
      *--to = std::move(attributes_[--left]);
    } else {
      *--to = std::move(added.back());
      added.pop_back();
    }
  }
}

void AttributeMap::erase_all(std::span<const std::string_view> names) {
  if (names.empty()) return;
  auto to = std::lower_bound(attributes_.begin(), attributes_.end(), names.front(), kNameLess);
  for (auto from = to; from != attributes_.end(); ++from) {
    while (!names.empty() && names.front() < from->name) names = names.subspan(1);
    if (!names.empty() && names.front() == from->name) continue;
    if (to != from) *to = std::move(*from);
    ++to;
  }
  attributes_.erase(to, attributes_.end());
}

std::size_t AttributeMap::size() const {
  return attributes_.size();
}
bool AttributeMap::empty() const {
  return attributes_.empty();
}
std::vector<Attribute>::const_iterator AttributeMap::begin() const {
  return attributes_.begin();
}
std::vector<Attribute>::const_iterator AttributeMap::end() const {
  return attributes_.end();
}

bool operator==(const AttributeMap& a, const AttributeMap& b) {
  return a.attributes_ == b.attributes_;
}

bool normalize(StringSet& set) {
  return normalize_members(set.members);
}
bool normalize(NumberSet& set) {
  return normalize_members(set.members);
}
bool normalize(BinarySet& set) {
  return normalize_members(set.members);
}

bool is_empty_scalar(const AttributeValue& value) {
  if (const auto* text = value.get_if<std::string>()) return text->empty();
  const auto* binary = value.get_if<Binary>();
  return binary != nullptr && binary->bytes.empty();
}

std::string scalar_text(const AttributeValue& value) {
  std::string shown;
  if (const auto* string = value.get_if<std::string>()) shown = *string;
  if (const auto* number = value.get_if<Number>()) shown = number->text();
  if (const auto* binary = value.get_if<Binary>()) shown = base64_encode(binary->bytes);
  return fmt::format("AttributeValue: {{{}:{}}}", type_name(value.type()), shown);
}

std::optional<std::strong_ordering> compare(const AttributeValue& a, const AttributeValue& b) {
  if (a.type() != b.type()) return std::nullopt;
  if (const auto* s = a.get_if<std::string>()) return *s <=> *b.get_if<std::string>();
  if (const auto* n = a.get_if<Number>()) return *n <=> *b.get_if<Number>();
  if (const auto* bytes = a.get_if<Binary>()) return *bytes <=> *b.get_if<Binary>();
  return std::nullopt;
}

}  // namespace core
