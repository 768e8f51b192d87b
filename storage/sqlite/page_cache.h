#pragma once

namespace storage::sqlite {

// Sets SQLite up for this process; must come before anything else is asked of it. Later calls do
// nothing. Throws Error when SQLite won't be configured.
//
// Its page cache is SQLite's own but for one number. While SQLite sorts the pages of a tree that
// was split, it gives one of them the number of the page that no database has (the one with the
// lock bytes, at 1 GB). That number is far behind the others, so at the commit SQLite's cache walks
// through all its pages to drop what lies behind the database's end. Under the number 0, which no
// page has either, it needn't: with a cache of some thousand pages, that was a twelfth of a put.
//
// Memory isn't counted: nobody asks, and counting takes a lock.
void configure_sqlite();

}  // namespace storage::sqlite
