#include "server/seed_journal.h"

#include <utility>

namespace server {

SeedJournal::SeedJournal(storage::sqlite::Connection& connection, storage::Writer& writer)
    : rows_(connection, "seed-in-the-making"), writer_(writer) {}

std::optional<seeds::Making> SeedJournal::unfinished() {
  auto row = rows_.first();
  if (!row) return std::nullopt;
  return seeds::Making{std::move(row->scope), std::move(row->name)};
}

void SeedJournal::begin(const seeds::Making& making) {
  writer_.transact([&] { rows_.store({making.scope, making.what, "{}"}); });
}

void SeedJournal::end() {
  writer_.transact([&] {
    if (const auto row = rows_.first()) rows_.erase(row->scope, row->name);
  });
}

}  // namespace server
