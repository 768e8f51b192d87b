#pragma once

#include "storage/files/owned_directory.h"

#include <filesystem>

namespace lambda_host {

// The keeper's name in that directory.
inline constexpr const char* kKeeperName = "handler-keeper";

// Ends what still runs of the handlers of a program that was killed and had its runtime clients in
// that place. Takes long where the machine has many processes. Any thread.
void kill_users_of(const std::filesystem::path& place);

// Our runtime clients for Node.js and Python and the keeper of handler processes, out of this
// program into a directory that lives as long as the object, `runtime` in the given one: what
// LAMBDA_RUNTIME_DIR names.
class BootstrapFiles {
 public:
  // Writes over what a process that was killed left there, and ends what still runs of that one's
  // handlers. Throws std::runtime_error when the directory can't be written.
  explicit BootstrapFiles(storage::files::OwnedDirectory place);
  ~BootstrapFiles();
  BootstrapFiles(const BootstrapFiles&) = delete;
  BootstrapFiles& operator=(const BootstrapFiles&) = delete;

  // Writes again what isn't as it was. Handlers run as the same user, so that one could spoil the
  // files of all others. Throws as the constructor does.
  void restore() const;

  const std::filesystem::path& directory() const { return path_; }

 private:
  storage::files::OwnedDirectory place_;
  std::filesystem::path path_;
};

}  // namespace lambda_host
