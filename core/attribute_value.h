#pragma once

#include "core/number.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace core {

class AttributeValue;
struct Attribute;

// Attributes by name, unique, sorted by the name's bytes: an item, or the content of an M value.
class AttributeMap {
 public:
  AttributeMap();
  AttributeMap(std::initializer_list<Attribute> attributes);
  AttributeMap(const AttributeMap&);
  AttributeMap(AttributeMap&&) noexcept;
  AttributeMap& operator=(const AttributeMap&);
  AttributeMap& operator=(AttributeMap&&) noexcept;
  ~AttributeMap();

  // nullptr when there is no such attribute.
  const AttributeValue* find(std::string_view name) const;
  AttributeValue* find(std::string_view name);
  // Replaces the value if the name is there. Cheap when names come in sorted order.
  AttributeValue& insert_or_assign(std::string name, AttributeValue value);
  // False when there was none.
  bool erase(std::string_view name);
  // Many at once, sorted by name: in one pass. Those to insert aren't there.
  void insert_all(std::vector<Attribute> added);
  void erase_all(std::span<const std::string_view> names);
  void reserve(std::size_t attributes);

  std::size_t size() const;
  bool empty() const;
  std::vector<Attribute>::const_iterator begin() const;
  std::vector<Attribute>::const_iterator end() const;

  friend bool operator==(const AttributeMap&, const AttributeMap&);

 private:
  std::vector<Attribute> attributes_;
};

using Item = AttributeMap;

struct Null {
  friend bool operator==(const Null&, const Null&) = default;
};
struct Binary {
  std::string bytes;
  friend auto operator<=>(const Binary&, const Binary&) = default;
};

// Sets are kept sorted by value and free of duplicates, so that equal sets are equal vectors.
template <class T>
struct Set {
  std::vector<T> members;
  friend bool operator==(const Set&, const Set&) = default;
};
using StringSet = Set<std::string>;
using NumberSet = Set<Number>;
using BinarySet = Set<Binary>;

using List = std::vector<AttributeValue>;

// The order is that of AttributeValue's variant.
enum class AttributeType { s, n, b, boolean, null, ss, ns, bs, list, map };

// "S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M": as on the wire.
std::string_view type_name(AttributeType type);
std::optional<AttributeType> find_type(std::string_view name);

class AttributeValue {
 public:
  using Variant = std::variant<std::string, Number, Binary, bool, Null, StringSet, NumberSet,
                               BinarySet, List, AttributeMap>;

  AttributeValue() : node_(Null{}) {}
  template <class T>
  requires(
      !std::is_same_v<T, AttributeValue> &&
      std::is_constructible_v<Variant, std::in_place_type_t<T>, T>) explicit AttributeValue(T value)
      : node_(std::in_place_type<T>, std::move(value)) {}

  AttributeType type() const { return static_cast<AttributeType>(node_.index()); }
  const Variant& node() const { return node_; }
  Variant& node() { return node_; }

  // nullptr when the value is of another type.
  template <class T>
  const T* get_if() const {
    return std::get_if<T>(&node_);
  }
  template <class T>
  T* get_if() {
    return std::get_if<T>(&node_);
  }

  // By value: number spelling, set order and map order don't count.
  friend bool operator==(const AttributeValue&, const AttributeValue&) = default;

 private:
  Variant node_;
};

struct Attribute {
  std::string name;
  AttributeValue value;
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

// Sorts the members and removes repeated ones; answers whether there were any.
bool normalize(StringSet& set);
bool normalize(NumberSet& set);
bool normalize(BinarySet& set);

// Whether it is an empty string or binary value, which no key can be.
bool is_empty_scalar(const AttributeValue& value);

// An S, N or B value as AWS's messages print it: "AttributeValue: {N:1}".
std::string scalar_text(const AttributeValue& value);

// How S, N and B values of one type are ordered; nullopt for other types or two different ones.
std::optional<std::strong_ordering> compare(const AttributeValue& a, const AttributeValue& b);

}  // namespace core
