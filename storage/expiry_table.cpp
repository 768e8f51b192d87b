#include "storage/expiry_table.h"

#include "storage/item_codec.h"

#include <fmt/format.h>

namespace storage {
namespace {

// Beyond the years that a clock shows, 1970 to 9999, in either direction.
constexpr std::int64_t kFarthestSecond = 1'000'000'000'000;

// Rounded down. Needs one that isn't too far.
std::int64_t floor_of(const core::Number& number) {
  auto whole = number.coefficient();
  bool exact = true;
  for (int i = number.exponent(); i > 0; --i) whole *= 10;
  for (int i = number.exponent(); i < 0; ++i) {
    exact = exact && whole % 10 == 0;
    whole /= 10;
  }
  const auto size = static_cast<std::int64_t>(whole);
  if (!number.is_negative()) return size;
  return exact ? -size : -size - 1;
}

}  // namespace

ExpiryTable::ExpiryTable(sqlite::Connection& connection, std::int64_t table)
    : insert_(connection.prepare(fmt::format("INSERT INTO expiry_{} VALUES (?, ?)", table))),
      erase_(connection.prepare(
          fmt::format("DELETE FROM expiry_{} WHERE second = ? AND item = ?", table))),
      scan_(connection.prepare(
          fmt::format("SELECT second, item FROM expiry_{} WHERE (second, item) >= (?1, ?2) "
                      "AND second < ?3 ORDER BY second, item",
                      table))) {}

void ExpiryTable::create(sqlite::Connection& connection, std::int64_t table) {
  connection.execute(
      fmt::format("CREATE TABLE expiry_{} (second INTEGER NOT NULL, item INTEGER NOT NULL, "
                  "PRIMARY KEY (second, item)) WITHOUT ROWID",
                  table));
}

std::string ExpiryTable::name(std::int64_t table) {
  return fmt::format("expiry_{}", table);
}

void ExpiryTable::insert(const ExpiryEntry& entry) {
  insert_.run().bind(1, entry.second).bind(2, entry.row).execute();
}

void ExpiryTable::erase(const ExpiryEntry& entry) {
  erase_.run().bind(1, entry.second).bind(2, entry.row).execute();
}

std::optional<std::int64_t> expiry_second(std::string_view stored, std::string_view attribute) {
  const auto text = find_stored_number(stored, attribute);
  if (!text) return std::nullopt;
  const core::Number number = core::Number::parse(*text);
  const core::Number farthest(kFarthestSecond);
  if (number > farthest || number < -farthest) return std::nullopt;
  return floor_of(number);
}

}  // namespace storage
