#include "server/operations/transfers/zstd_library.h"

#include <dlfcn.h>
#include <new>

namespace server::operations {
namespace {

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

}  // namespace

void ZstdLibrary::Close::operator()(void* handle) const {
  dlclose(handle);
}

std::optional<ZstdLibrary> ZstdLibrary::open() {
  ZstdLibrary library;
  library.handle_.reset(dlopen("libzstd.so.1", RTLD_NOW | RTLD_LOCAL));
  void* const handle = library.handle_.get();
  const bool whole = handle && find(handle, "ZSTD_createDStream", library.create_) &&
                     find(handle, "ZSTD_freeDStream", library.free_) &&
                     find(handle, "ZSTD_decompressStream", library.decompress_) &&
                     find(handle, "ZSTD_isError", library.is_error_);
  if (!whole) return std::nullopt;
  return library;
}

ZstdLibrary::Stream ZstdLibrary::stream() const {
  Stream stream(create_(), free_);
  if (!stream) throw std::bad_alloc();
  return stream;
}

}  // namespace server::operations
