#include "server/seed_journal.h"

#include "tests/support/engine.h"

#include <doctest/doctest.h>

namespace seed_journal_test {

using server::seeds::Making;

TEST_CASE("what a seed is making is remembered until it is made") {
  tests::Engine engine;
  const Making making{engine.scope, "table Orders"};
  {
    server::SeedJournal journal(engine.connection, engine.writer);
    CHECK_FALSE(journal.unfinished());
    journal.end();
    journal.begin(making);
  }
  server::SeedJournal journal(engine.connection, engine.writer);
  CHECK(journal.unfinished() == making);
  journal.end();
  CHECK_FALSE(journal.unfinished());
  CHECK_FALSE(server::SeedJournal(engine.connection, engine.writer).unfinished());
}

}  // namespace seed_journal_test
