#include "storage/sqlite/wal_vfs.h"

#include "storage/sqlite/error.h"
#include "storage/sqlite/frame_buffer.h"

#include <sqlite3.h>

#include <new>

// SQLite's interface is C: a file is memory that SQLite allocates (szOsFile bytes, zeroed), made an
// object by xOpen and ended by xClose. Ours holds the unix-excl file right behind itself.
namespace storage::sqlite {
namespace {

constexpr const char* kName = "rivulet-unix-excl";
// unix-excl keeps only 17 bits of a write's length.
constexpr std::size_t kMaxWriteBytes = 64 << 10;

sqlite3_vfs* base_vfs() {
  return sqlite3_vfs_find("unix-excl");
}

int write_all(sqlite3_file* file, std::int64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kMaxWriteBytes);
    const int code =
        file->pMethods->xWrite(file, piece.data(), static_cast<int>(piece.size()), offset);
    if (code != SQLITE_OK) return code;
    offset += static_cast<std::int64_t>(piece.size());
    bytes.remove_prefix(piece.size());
  }
  return SQLITE_OK;
}

struct LogFile : sqlite3_file {
  explicit LogFile(sqlite3_file* underlying)
      : sqlite3_file{},
        base(underlying),
        buffer([underlying](std::int64_t offset, std::string_view bytes) {
          return write_all(underlying, offset, bytes);
        }) {}

  sqlite3_file* base;
  FrameBuffer buffer;
};

// SQLite aligns a file to eight bytes, and so must we the one behind ours.
static_assert(alignof(LogFile) <= 8 && sizeof(LogFile) % 8 == 0);

LogFile& log(sqlite3_file* file) {
  return *static_cast<LogFile*>(file);
}

// Flushes, then asks the file itself.
template <class Ask>
int after_flush(sqlite3_file* file, Ask ask) {
  const int code = log(file).buffer.flush();
  return code == SQLITE_OK ? ask(log(file).base) : code;
}

int close_log(sqlite3_file* file) {
  const int flushed = log(file).buffer.flush();
  sqlite3_file* base = log(file).base;
  const int closed = base->pMethods->xClose(base);
  log(file).~LogFile();
  return flushed == SQLITE_OK ? closed : flushed;
}

int read_log(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
  return after_flush(
      file, [&](sqlite3_file* base) { return base->pMethods->xRead(base, out, size, offset); });
}

int write_log(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  return log(file).buffer.write(offset,
                                {static_cast<const char*>(bytes), static_cast<std::size_t>(size)});
}

int truncate_log(sqlite3_file* file, sqlite3_int64 size) {
  return after_flush(file,
                     [&](sqlite3_file* base) { return base->pMethods->xTruncate(base, size); });
}

int sync_log(sqlite3_file* file, int flags) {
  return after_flush(file, [&](sqlite3_file* base) { return base->pMethods->xSync(base, flags); });
}

int size_of_log(sqlite3_file* file, sqlite3_int64* size) {
  return after_flush(file,
                     [&](sqlite3_file* base) { return base->pMethods->xFileSize(base, size); });
}

int lock_log(sqlite3_file* file, int level) {
  return log(file).base->pMethods->xLock(log(file).base, level);
}

int unlock_log(sqlite3_file* file, int level) {
  return log(file).base->pMethods->xUnlock(log(file).base, level);
}

int check_lock_of_log(sqlite3_file* file, int* held) {
  return log(file).base->pMethods->xCheckReservedLock(log(file).base, held);
}

int control_log(sqlite3_file* file, int operation, void* argument) {
  return log(file).base->pMethods->xFileControl(log(file).base, operation, argument);
}

int sector_size_of_log(sqlite3_file* file) {
  return log(file).base->pMethods->xSectorSize(log(file).base);
}

int characteristics_of_log(sqlite3_file* file) {
  return log(file).base->pMethods->xDeviceCharacteristics(log(file).base);
}

// Version 1: shared memory and mmap are the database file's.
constexpr sqlite3_io_methods kLogMethods = {
    1,
    close_log,
    read_log,
    write_log,
    truncate_log,
    sync_log,
    size_of_log,
    lock_log,
    unlock_log,
    check_lock_of_log,
    control_log,
    sector_size_of_log,
    characteristics_of_log,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
};

int open_file(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* base = base_vfs();
  if ((flags & SQLITE_OPEN_WAL) == 0) return base->xOpen(base, name, file, flags, out_flags);
  auto* underlying =
      reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(LogFile));
  file->pMethods = nullptr;  // until it is open, there is nothing to close
  const int code = base->xOpen(base, name, underlying, flags, out_flags);
  if (code != SQLITE_OK) return code;
  auto* opened = new (file) LogFile(underlying);
  opened->pMethods = &kLogMethods;
  return SQLITE_OK;
}

sqlite3_vfs make_vfs() {
  sqlite3_vfs vfs = *base_vfs();  // everything else is the same
  vfs.zName = kName;
  vfs.szOsFile += static_cast<int>(sizeof(LogFile));
  vfs.xOpen = open_file;
  vfs.pNext = nullptr;
  return vfs;
}

}  // namespace

const char* wal_vfs() {
  static sqlite3_vfs vfs = make_vfs();
  static const int code = sqlite3_vfs_register(&vfs, 0);
  if (code != SQLITE_OK) throw Error(code, "SQLite won't have our VFS");
  return kName;
}

}  // namespace storage::sqlite
