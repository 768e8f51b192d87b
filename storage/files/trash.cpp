#include "storage/files/trash.h"

#include "core/uuid.h"

#include <spdlog/spdlog.h>

#include <cerrno>
#include <exception>

namespace storage::files {
namespace {

// Of directories that are open at a time. The next step begins at the top again.
constexpr int kMaxDepth = 16;

// Enough that none comes twice.
std::string new_name() {
  return core::random_hex(32);
}

}  // namespace

Trash::Trash(Directory directory) : directory_(std::move(directory)) {}

bool Trash::take(const Directory& from, const std::string& name) noexcept {
  if (!bring_in(from, name)) return false;
  const std::lock_guard lock(mutex_);
  if (on_arrival_) on_arrival_();
  return true;
}

void Trash::set_listener(std::function<void()> on_arrival) {
  const std::lock_guard lock(mutex_);
  on_arrival_ = std::move(on_arrival);
}

bool Trash::remove_some(std::size_t entries) noexcept {
  std::size_t removed = 0;
  try {
    DirectoryEntries names(directory_);
    while (auto name = names.next()) {
      removed += remove_from(directory_, *name, entries - removed, 0);
      if (removed >= entries) return true;
    }
  } catch (const std::exception& error) {
    spdlog::warn("deleting: {}", error.what());
  }
  // More came up from below; where nothing goes any more, nothing will.
  return removed > 0;
}

bool Trash::bring_in(const Directory& from, const std::string& name) const noexcept {
  const std::string as = new_name();
  if (from.move(name, directory_, as)) return true;
  if (errno != EACCES) return false;
  from.let_owner_in(name);
  return from.move(name, directory_, as);
}

// Depth first. What is too deep moves up beside the others; a step may end anywhere. Answers how
// many entries went or moved.
std::size_t Trash::remove_from(const Directory& parent, const std::string& name,
                               std::size_t entries, int depth) {
  if (parent.remove_file(name)) return 1;
  if (depth == kMaxDepth) return bring_in(parent, name) ? 1 : 0;
  parent.let_owner_in(name);
  const auto tree = parent.find(name);
  if (!tree) return 0;
  std::size_t done = 0;
  DirectoryEntries children(*tree);
  while (done < entries) {
    const auto child = children.next();
    if (!child) return done + (parent.remove_empty(name) ? 1 : 0);
    done += remove_from(*tree, *child, entries - done, depth + 1);
  }
  return done;
}

}  // namespace storage::files
