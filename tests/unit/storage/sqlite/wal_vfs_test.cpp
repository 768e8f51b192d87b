#include "storage/sqlite/wal_vfs.h"

#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <cstring>
#include <memory>
#include <vector>

namespace wal_vfs_test {

// SQLite's files, asked by hand: which writes are held back, and what ends that. That databases
// work upon them is for connection_test.

namespace {

// A header of 32 bytes, and frames of 24 bytes and a page (frame_buffer.h).
constexpr int kHeaderBytes = 32;
constexpr int kFrameHeaderBytes = 24;
constexpr int kPageBytes = 512;

class File {
 public:
  File(const std::filesystem::path& path, int kind)
      : path_(path.string() + std::string(2, '\0')),
        memory_(static_cast<std::size_t>(vfs().szOsFile)),
        file_(reinterpret_cast<sqlite3_file*>(memory_.data())) {
    opened = vfs().xOpen(&vfs(), path_.c_str(), file_,
                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | kind, nullptr);
  }
  ~File() { close(); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  static sqlite3_vfs& vfs() { return *sqlite3_vfs_find(storage::sqlite::wal_vfs()); }
  const sqlite3_io_methods& methods() { return *file_->pMethods; }
  int write(const std::string& bytes) {
    const int code = methods().xWrite(file_, bytes.data(), static_cast<int>(bytes.size()), end_);
    end_ += static_cast<sqlite3_int64>(bytes.size());
    return code;
  }
  std::string read(int size) {
    std::string bytes(static_cast<std::size_t>(size), '\0');
    CHECK(methods().xRead(file_, bytes.data(), size, 0) == SQLITE_OK);
    return bytes;
  }
  int close() {
    if (!file_->pMethods) return SQLITE_OK;
    const int code = methods().xClose(file_);
    file_->pMethods = nullptr;
    return code;
  }
  sqlite3_file* get() { return file_; }

  int opened = SQLITE_ERROR;

 private:
  std::string path_;  // SQLite reads on behind it for parameters
  std::vector<char> memory_;
  sqlite3_file* file_;
  sqlite3_int64 end_ = 0;
};

struct Log {
  // Begins a transaction whose frame isn't its last one, so that its bytes are held back.
  void begin() {
    REQUIRE(file.opened == SQLITE_OK);
    CHECK(file.write(std::string(kHeaderBytes, 'h')) == SQLITE_OK);
    CHECK(file.write(std::string(kFrameHeaderBytes, '\0')) == SQLITE_OK);
    CHECK(file.write(std::string(kPageBytes, 'p')) == SQLITE_OK);
  }
  void end() {
    std::string header(kFrameHeaderBytes, '\0');
    header[7] = 1;  // the size of the database: this frame is the last one
    CHECK(file.write(header) == SQLITE_OK);
    CHECK(file.write(std::string(kPageBytes, 'q')) == SQLITE_OK);
  }
  std::uintmax_t on_disk() const { return std::filesystem::file_size(path); }

  TemporaryPlace place;
  std::filesystem::path path = place.path() / "test.db-wal";
  std::ofstream database{place.path() / "test.db"};  // whose mode the log gets
  File file{path, SQLITE_OPEN_WAL};
};

constexpr int kBegun = kHeaderBytes + kFrameHeaderBytes + kPageBytes;

}  // namespace

TEST_CASE("the file system is registered once, beside the default one") {
  const char* name = storage::sqlite::wal_vfs();
  CHECK(std::string(name) == "rivulet-unix-excl");
  CHECK(sqlite3_vfs_find(name) == sqlite3_vfs_find(storage::sqlite::wal_vfs()));
  CHECK(std::string(sqlite3_vfs_find(nullptr)->zName) != name);
  CHECK(File::vfs().szOsFile > sqlite3_vfs_find("unix-excl")->szOsFile);
}

TEST_CASE_FIXTURE(Log, "a log's frames are held back until their transaction's last one") {
  begin();
  CHECK(on_disk() < kBegun);
  end();
  CHECK(on_disk() == kBegun + kFrameHeaderBytes + kPageBytes);
}

TEST_CASE_FIXTURE(Log, "whoever asks about a log is answered with all that was written") {
  begin();
  REQUIRE(on_disk() < kBegun);
  SUBCASE("its size") {
    sqlite3_int64 size = 0;
    CHECK(file.methods().xFileSize(file.get(), &size) == SQLITE_OK);
    CHECK(size == kBegun);
  }
  SUBCASE("its bytes") {
    CHECK(file.read(kBegun).substr(kHeaderBytes + kFrameHeaderBytes) ==
          std::string(kPageBytes, 'p'));
  }
  SUBCASE("a sync") {
    CHECK(file.methods().xSync(file.get(), SQLITE_SYNC_NORMAL) == SQLITE_OK);
  }
  SUBCASE("its end") {
    CHECK(file.close() == SQLITE_OK);
  }
  CHECK(on_disk() == kBegun);
}

TEST_CASE_FIXTURE(Log, "a log that is cut has what was left of it") {
  begin();
  CHECK(file.methods().xTruncate(file.get(), kHeaderBytes) == SQLITE_OK);
  CHECK(on_disk() == kHeaderBytes);
}

TEST_CASE_FIXTURE(Log, "more than SQLite's own limit of a write arrives whole") {
  std::string text(200'000, 'x');
  for (std::size_t i = 0; i < text.size(); i += 1000) text[i] = static_cast<char>('a' + i % 7);
  CHECK(file.write(text) == SQLITE_OK);
  CHECK(file.read(static_cast<int>(text.size())) == text);
}

TEST_CASE_FIXTURE(Log, "the rest is asked of the file itself") {
  CHECK(file.methods().iVersion == 1);  // no shared memory, no mmap
  int held = 1;
  CHECK(file.methods().xLock(file.get(), SQLITE_LOCK_SHARED) == SQLITE_OK);
  CHECK(file.methods().xCheckReservedLock(file.get(), &held) == SQLITE_OK);
  CHECK(held == 0);
  CHECK(file.methods().xUnlock(file.get(), SQLITE_LOCK_NONE) == SQLITE_OK);
  CHECK(file.methods().xSectorSize(file.get()) == 4096);
  CHECK((file.methods().xDeviceCharacteristics(file.get()) & SQLITE_IOCAP_POWERSAFE_OVERWRITE) !=
        0);
  CHECK(file.methods().xFileControl(file.get(), 999'999, nullptr) == SQLITE_NOTFOUND);
}

TEST_CASE("other files are SQLite's own") {
  const TemporaryPlace place;
  const auto path = place.path() / "test.db";
  File file(path, SQLITE_OPEN_MAIN_DB);
  REQUIRE(file.opened == SQLITE_OK);
  CHECK(file.methods().iVersion > 1);
  CHECK(file.write("a") == SQLITE_OK);
  CHECK(std::filesystem::file_size(path) == 1);
}

TEST_CASE("a log that can't be opened has nothing to close") {
  const TemporaryPlace place;
  File file(place.path() / "none" / "test.db-wal", SQLITE_OPEN_WAL);
  CHECK(file.opened != SQLITE_OK);
  CHECK(file.get()->pMethods == nullptr);
}

}  // namespace wal_vfs_test
