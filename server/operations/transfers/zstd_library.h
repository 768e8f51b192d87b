#pragma once

#include <cstddef>
#include <memory>
#include <optional>

// The few functions of libzstd that unpack a stream, from libzstd.so.1, opened at run time: the
// package manager of each Debian needs that library, so it is there, while its headers are in a
// package of their own which nothing else here needs. Names and layouts are libzstd's stable ABI
// (zstd.h, "Streaming decompression"), which hasn't changed since 1.0.
namespace server::operations {

struct ZstdInput {  // ZSTD_inBuffer
  const void* bytes;
  std::size_t size;
  std::size_t at;
};
struct ZstdOutput {  // ZSTD_outBuffer
  void* bytes;
  std::size_t size;
  std::size_t at;
};

class ZstdLibrary {
 public:
  // nullopt when the library isn't there, or hasn't got the functions.
  static std::optional<ZstdLibrary> open();

  struct Context;  // ZSTD_DStream
  using Stream = std::unique_ptr<Context, std::size_t (*)(Context*)>;
  // The library must outlive it. Throws std::bad_alloc.
  Stream stream() const;
  // 0: a frame is whole and all of it is given. Else a hint, or an error.
  std::size_t decompress(Context& stream, ZstdOutput& to, ZstdInput& from) const {
    return decompress_(&stream, &to, &from);
  }
  bool is_error(std::size_t result) const { return is_error_(result) != 0; }

 private:
  struct Close {
    void operator()(void* handle) const;
  };
  ZstdLibrary() = default;

  std::unique_ptr<void, Close> handle_;
  Context* (*create_)() = nullptr;
  std::size_t (*free_)(Context*) = nullptr;
  std::size_t (*decompress_)(Context*, ZstdOutput*, ZstdInput*) = nullptr;
  unsigned (*is_error_)(std::size_t) = nullptr;
};

}  // namespace server::operations
