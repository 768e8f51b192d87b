#include "storage/sqlite/page_cache.h"

#include "storage/sqlite/error.h"

#include <sqlite3.h>

namespace storage::sqlite {
namespace {

// Of databases with SQLite's usual pages of 4 KB, which all of ours are.
constexpr unsigned kLockBytePage = 0x40000000 / 4096 + 1;

unsigned cached_as(unsigned page) {
  return page == kLockBytePage ? 0 : page;
}

sqlite3_pcache_methods2& own_cache() {
  static sqlite3_pcache_methods2 methods{};
  return methods;
}

sqlite3_pcache_page* fetch(sqlite3_pcache* cache, unsigned page, int create) {
  return own_cache().xFetch(cache, cached_as(page), create);
}

void rekey(sqlite3_pcache* cache, sqlite3_pcache_page* held, unsigned from, unsigned to) {
  own_cache().xRekey(cache, held, cached_as(from), cached_as(to));
}

int configure() {
  if (const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); code != SQLITE_OK) return code;
  if (const int code = sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &own_cache()); code != SQLITE_OK) {
    return code;
  }
  sqlite3_pcache_methods2 methods = own_cache();
  methods.xFetch = fetch;
  methods.xRekey = rekey;
  return sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods);
}

}  // namespace

void configure_sqlite() {
  static const int code = configure();
  if (code != SQLITE_OK) throw Error(code, "SQLite was used before it was configured");
}

}  // namespace storage::sqlite
