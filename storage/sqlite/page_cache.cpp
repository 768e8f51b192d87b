#include "storage/sqlite/page_cache.h"

#include "storage/sqlite/error.h"

#include <sqlite3.h>

#include <new>

namespace storage::sqlite {
namespace {

sqlite3_pcache_methods2& own_methods() {
  static sqlite3_pcache_methods2 methods{};
  return methods;
}

// What SQLite knows as a cache: one of its own, and the number that changes on the way to it.
struct Cache {
  sqlite3_pcache* own;
  unsigned lock_byte_page;

  unsigned key_of(unsigned page) const { return page == lock_byte_page ? 0 : page; }
};

Cache& cache_at(sqlite3_pcache* cache) {
  return *reinterpret_cast<Cache*>(cache);
}

sqlite3_pcache* create(int page_bytes, int extra_bytes, int purgeable) {
  constexpr unsigned kLockByte = 0x40000000;
  sqlite3_pcache* own = own_methods().xCreate(page_bytes, extra_bytes, purgeable);
  if (!own) return nullptr;
  auto* cache = new (std::nothrow) Cache{own, kLockByte / static_cast<unsigned>(page_bytes) + 1};
  if (!cache) own_methods().xDestroy(own);
  return reinterpret_cast<sqlite3_pcache*>(cache);
}

void destroy(sqlite3_pcache* cache) {
  own_methods().xDestroy(cache_at(cache).own);
  delete &cache_at(cache);
}

void set_size(sqlite3_pcache* cache, int pages) {
  own_methods().xCachesize(cache_at(cache).own, pages);
}

int count_pages(sqlite3_pcache* cache) {
  return own_methods().xPagecount(cache_at(cache).own);
}

sqlite3_pcache_page* fetch(sqlite3_pcache* cache, unsigned page, int create_it) {
  const Cache& found = cache_at(cache);
  return own_methods().xFetch(found.own, found.key_of(page), create_it);
}

void unpin(sqlite3_pcache* cache, sqlite3_pcache_page* held, int discard) {
  own_methods().xUnpin(cache_at(cache).own, held, discard);
}

void rekey(sqlite3_pcache* cache, sqlite3_pcache_page* held, unsigned from, unsigned to) {
  const Cache& found = cache_at(cache);
  own_methods().xRekey(found.own, held, found.key_of(from), found.key_of(to));
}

void truncate(sqlite3_pcache* cache, unsigned first) {
  own_methods().xTruncate(cache_at(cache).own, first);
}

void shrink(sqlite3_pcache* cache) {
  own_methods().xShrink(cache_at(cache).own);
}

int configure() {
  if (const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); code != SQLITE_OK) return code;
  if (const int code = sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &own_methods());
      code != SQLITE_OK) {
    return code;
  }
  sqlite3_pcache_methods2 methods = own_methods();
  methods.xCreate = create;
  methods.xCachesize = set_size;
  methods.xPagecount = count_pages;
  methods.xFetch = fetch;
  methods.xUnpin = unpin;
  methods.xRekey = rekey;
  methods.xTruncate = truncate;
  methods.xDestroy = destroy;
  methods.xShrink = shrink;
  return sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods);
}

}  // namespace

void configure_sqlite() {
  static const int code = configure();
  if (code != SQLITE_OK) throw Error(code, "SQLite was used before it was configured");
}

}  // namespace storage::sqlite
