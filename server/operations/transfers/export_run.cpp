#include "server/operations/transfers/export_run.h"

#include "server/operations/transfers/bucket_refusal.h"
#include "server/operations/transfers/export_manifest.h"
#include "server/run_then_transact.h"
#include "storage/item_codec.h"
#include "storage/past_items.h"
#include "storage/sqlite/error.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace server::operations {
namespace {

// Little, since writers wait meanwhile.
constexpr storage::ReadBounds kPiece{200, std::size_t{128} << 10};

std::int64_t image_bytes(const std::optional<std::string>& item) {
  return item ? static_cast<std::int64_t>(storage::stored_size_bytes(*item)) : 0;
}

}  // namespace

// What was read of the table.
struct ExportRun::Piece {
  std::vector<std::string> items;
  std::vector<storage::ItemChange> changes;
};

void ExportRun::begin() {
  TransferFailure refused =
      bucket_refusal(objects_, export_.bucket, export_.bucket_owner, export_.scope.account);
  if (refused.any()) return end(std::move(refused));
  put(export_.folder() + "_started", "", [self = shared_from_this()] { self->read_piece(); });
}

void ExportRun::read_piece() {
  if (abandoned_) return;
  const auto piece = std::make_shared<Piece>();
  try {
    read_into(*piece);
  } catch (const storage::sqlite::Error& error) {
    spdlog::error("an export can't read its table: {}", error.what());
    return end({"UNKNOWN", "The table can't be read."});
  }
  const auto self = shared_from_this();
  services_.run_on_worker([self, piece] { self->make_files(*piece); },
                          [self] { self->put_files(self->files_.take()); });
}

void ExportRun::read_into(Piece& piece) {
  storage::NextKey next;
  if (export_.incremental) {
    next = storage::read_changes(
        table_, export_.since, export_.until, next_key_, kPiece, [&](storage::ItemChange change) {
          export_.billed_bytes += image_bytes(change.before) + image_bytes(change.after);
          piece.changes.push_back(std::move(change));
        });
  } else {
    next = storage::read_past_items(
        table_, export_.until, next_key_, kPiece, [&](std::string_view, std::string_view item) {
          export_.billed_bytes += static_cast<std::int64_t>(storage::stored_size_bytes(item));
          piece.items.emplace_back(item);
        });
  }
  all_read_ = !next;
  next_key_ = std::move(next).value_or("");
}

void ExportRun::make_files(const Piece& piece) {
  for (const std::string& item : piece.items) files_.add(item_line(item));
  for (const storage::ItemChange& change : piece.changes) {
    files_.add(change_line(change, schema_, export_.old_images));
  }
  if (all_read_) files_.end();
}

// One after the other, the last one first.
void ExportRun::put_files(std::vector<PackedFile> files) {
  if (files.empty()) return all_read_ ? put_manifests() : read_piece();
  PackedFile file = std::move(files.back());
  files.pop_back();
  const std::string key = file.about.key;
  auto then = [self = shared_from_this(), about = file.about, rest = std::move(files)]() mutable {
    self->export_.item_count += about.item_count;
    self->written_.push_back(std::move(about));
    self->put_files(std::move(rest));
  };
  put(key, std::move(file.content), std::move(then));
}

void ExportRun::put_manifests() {
  export_.ended_at = services_.clock.now();
  const std::string files = files_manifest(written_);
  const std::string summary = summary_manifest(export_);
  const std::string folder = export_.folder();
  const auto self = shared_from_this();
  put(folder + "manifest-files.json", files, [self, files, summary, folder] {
    self->put(folder + "manifest-files.md5", checksum_text(files), [self, summary, folder] {
      self->put(folder + "manifest-summary.md5", checksum_text(summary), [self, summary, folder] {
        self->put(folder + "manifest-summary.json", summary, [self] { self->end({}); });
      });
    });
  });
}

void ExportRun::put(const std::string& key, std::string content, std::function<void()> then) {
  if (abandoned_) return;
  objects_.put(export_.bucket, key, std::move(content),
               [self = shared_from_this(),
                then = std::move(then)](const std::optional<std::string>& failure) {
                 if (failure) return self->end({"UNKNOWN", *failure});
                 then();
               });
}

void ExportRun::end(TransferFailure failure) {
  if (failure.any()) export_.ended_at = services_.clock.now();
  export_.status = failure.any() ? TransferStatus::failed : TransferStatus::completed;
  export_.failure = std::move(failure);
  run_then_transact(
      services_, [] {},
      [self = shared_from_this()] {
        if (!self->abandoned_) self->done_(self->export_);
      });
}

}  // namespace server::operations
