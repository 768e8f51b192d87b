#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Where the bytes of an S3 object lie within its bucket's directory.
//
//   key   aws/lambda/2026-11-28T07.00.00
//   path  aws/lambda/2026-11-28T07.00.00@5d0c3a19b7e2f864
//
// A name in the path is the key's, but for bytes that are no good in one: control characters, '%',
// '@' and a point in the beginning are "%XX", an empty name is "%", and a name of more than
// kMaxNameBytes goes on in a directory of its own. So no key leads out of the directory. Behind the
// '@' stands the id of the file: each version has its own, and as no directory has an '@', there
// may be objects "a" and "a/b".
namespace storage::files {

inline constexpr std::size_t kMaxNameBytes = 200;
// From there on a slash is "%2F".
inline constexpr std::size_t kMaxObjectDirectories = 32;

struct ObjectPath {
  std::vector<std::string> directories;
  std::string name;
};

// For any bytes as key.
ObjectPath object_path(std::string_view key, std::string_view id);

}  // namespace storage::files
