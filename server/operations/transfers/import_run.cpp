#include "server/operations/transfers/import_run.h"

#include "server/run_then_transact.h"
#include "storage/backfill.h"
#include "storage/catalog.h"
#include "storage/item_codec.h"
#include "storage/sqlite/error.h"
#include "storage/writer.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace server::operations {
namespace {

constexpr std::size_t kFeedBytes = std::size_t{1} << 20;
constexpr storage::BackfillBounds kIndexPiece{128, std::size_t{64} << 10};

std::int64_t item_bytes(std::string_view item) {
  return static_cast<std::int64_t>(storage::stored_size_bytes(item));
}

}  // namespace

void ImportRun::step(void (ImportRun::*next)()) {
  if (abandoned_) return;
  try {
    (this->*next)();
  } catch (const storage::sqlite::Error& error) {
    spdlog::error("an import can't write its table: {}", error.what());
    services_.logs.forget_names();
    end({"UNKNOWN", "The table can't be written."});
  }
}

void ImportRun::next_object() {
  const auto keys = objects_.list(import_.bucket, import_.prefix, import_.last_key, 1);
  if (keys.empty()) return fill_indexes();
  object_ = objects_.find(import_.bucket, keys[0]).value();
  counts_ = import_.counts;
  fed_bytes_ = 0;
  reader_ = std::make_unique<ImportReader>(import_, table_.definition);
  feed();
}

void ImportRun::feed() {
  objects_.read(object_, fed_bytes_, kFeedBytes,
                [self = shared_from_this()](std::optional<std::string> bytes) {
                  if (self->abandoned_) return;
                  if (!bytes) return self->end({"UNKNOWN", "An object can't be read."});
                  self->fed_bytes_ += bytes->size();
                  self->counts_.source_bytes += static_cast<std::int64_t>(bytes->size());
                  const bool last = bytes->empty() || self->fed_bytes_ >= self->object_.size_bytes;
                  self->reader_->feed(*std::move(bytes), last);
                  self->read_some();
                });
}

void ImportRun::read_some() {
  const auto read = std::make_shared<Read>();
  const auto self = shared_from_this();
  run_then_transact(
      services_, [self, read] { read->state = self->reader_->read(read->piece); },
      [self, read] {
        self->taken_ = std::move(*read);
        self->step(&ImportRun::take);
      });
}

void ImportRun::take() {
  write(taken_.piece);
  switch (taken_.state) {
    case ImportReader::State::more: return read_some();
    case ImportReader::State::needs_input: return feed();
    case ImportReader::State::ended: return end_object();
  }
}

void ImportRun::write(const ImportedPiece& piece) {
  const std::int64_t earlier_errors = counts_.errors;
  counts_.items += piece.seen;
  counts_.errors += static_cast<std::int64_t>(piece.errors.size());
  counts_.imported += static_cast<std::int64_t>(piece.items.size());
  if (piece.items.empty() && piece.errors.empty()) return;
  storage::Statistics statistics = table_.statistics;
  services_.writer.transact([&] {
    for (const ImportedItem& item : piece.items) write_item(item, statistics);
    services_.catalog.store_statistics(table_, statistics);
    log_.write(piece.errors, earlier_errors, object_.key,
               core::epoch_milliseconds(services_.clock.now()));
  });
  table_.statistics = statistics;
}

// Of two items with one key the later one stays.
void ImportRun::write_item(const ImportedItem& item, storage::Statistics& statistics) {
  if (const auto found = table_.items.find(item.key)) {
    statistics.size_bytes -= item_bytes(found->item);
    table_.items.update(item.key, {found->row, item.item});
  } else {
    table_.items.insert_uncached(item.key, item.item);
    ++statistics.item_count;
  }
  statistics.size_bytes += item_bytes(item.item);
}

void ImportRun::end_object() {
  import_.last_key = object_.key;
  import_.counts = counts_;
  store_(import_);
  next_object();
}

void ImportRun::fill_indexes() {
  const auto index = std::find_if(table_.indexes.begin(), table_.indexes.end(),
                                  [](const auto& each) { return each.filled_to.has_value(); });
  if (index == table_.indexes.end()) return end({});
  storage::Filled filled;
  services_.writer.transact(
      [&] { filled = storage::fill(services_.catalog, table_, *index, kIndexPiece); });
  index->filled_to = std::move(filled.to);
  index->statistics = filled.statistics;
  run_then_transact(
      services_, [] {}, [self = shared_from_this()] { self->step(&ImportRun::fill_indexes); });
}

void ImportRun::end(TransferFailure failure) {
  if (!failure.any() && import_.counts.errors > 0) {
    failure = {"ItemValidationError",
               "Some of the items failed validation checks and were not imported. Please check "
               "CloudWatch error logs for more details."};
  }
  import_.ended_at = services_.clock.now();
  import_.status = failure.any() ? TransferStatus::failed : TransferStatus::completed;
  import_.failure = std::move(failure);
  run_then_transact(
      services_, [] {},
      [self = shared_from_this()] {
        if (!self->abandoned_) self->done_(self->import_);
      });
}

}  // namespace server::operations
