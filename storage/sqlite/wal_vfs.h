#pragma once

namespace storage::sqlite {

// The name of an SQLite VFS that is "unix-excl" (locks within the process, so that a read
// transaction costs no system calls) but for its write-ahead logs, whose writes it gathers; see
// FrameBuffer. Registers it with the first call. Throws Error when SQLite won't have it.
const char* wal_vfs();

}  // namespace storage::sqlite
