#include "server/snapshot_files/exports.h"

#include "core/api_error.h"
#include "core/uuid.h"
#include "lambda-host/functions/function_registry.h"
#include "server/s3/object_store.h"
#include "server/seeds/file_text.h"
#include "server/snapshot_files/envelope.h"
#include "server/snapshot_files/packed_objects.h"
#include "server/snapshot_files/scope_rows.h"
#include "storage/catalog.h"
#include "storage/schema.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <exception>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

namespace server::snapshot_files {
namespace {

constexpr std::size_t kIdDigits = 16;
constexpr const char* kDatabase = "snapshot.db";

[[noreturn]] void refuse(std::string why) {
  throw core::ApiError(core::ErrorCode::resource_conflict, std::move(why));
}

std::string too_large(const std::string& name) {
  return fmt::format("Snapshot {} has more than {} MB: a file can't have so much.", name,
                     kMaxBytes >> 20);
}

}  // namespace

struct Exports::Export {
  Export(storage::files::OwnedDirectory owned, std::string export_id, std::string snapshot_name,
         std::vector<CodePtr> of, Done told)
      : id(std::move(export_id)),
        name(std::move(snapshot_name)),
        path((owned.find_or_make(id).path() / kDatabase).string()),
        database(storage::sqlite::Connection::open(path, storage::sqlite::Durability::normal)),
        codes(std::move(of)),
        done(std::move(told)) {
    storage::migrate(*database);
  }

  // On a worker thread: the rows are there.
  void seal(const storage::files::OwnedDirectory& buckets) {
    pack(codes, *database);
    pack_objects(buckets, *database);
    database->commit();
    database->execute("PRAGMA journal_mode = DELETE");
    database.reset();
    const std::string bytes = seeds::file_text(path, std::size_t{2} * kMaxBytes);
    if (bytes.size() > kMaxBytes) {
      file.failure = too_large(name);
    } else {
      file.bytes = sealed(bytes);
    }
  }

  std::string id;
  std::string name;
  std::string path;
  std::optional<storage::sqlite::Connection> database;
  std::optional<ScopeRows> rows;
  std::vector<CodePtr> codes;
  Done done;
  File file = {};
};

Exports::Exports(storage::sqlite::Connection& connection, const worlds::WorldParts& parts,
                 worlds::Snapshots& snapshots, std::unique_ptr<lambda_host::Alarm> alarm,
                 storage::files::OwnedDirectory directory, storage::files::OwnedDirectory buckets)
    : connection_(connection),
      parts_(parts),
      snapshots_(snapshots),
      directory_(std::move(directory)),
      buckets_(std::move(buckets)),
      turns_(std::move(alarm), parts.services, [this] { return step(); }) {
  for (const std::string& left : directory_.directory().names()) directory_.discard(left);
}

Exports::~Exports() = default;

void Exports::begin(std::string_view name, Done done) {
  const worlds::Snapshot snapshot = snapshots_.require(name);
  if (!snapshot.complete) {
    refuse(fmt::format("Snapshot {} isn't complete yet.", snapshot.name));
  }
  std::vector<CodePtr> codes = codes_of(snapshot);
  check_size(snapshot, codes);
  const auto exported = std::make_shared<Export>(directory_, core::random_hex(kIdDigits),
                                                 snapshot.name, std::move(codes), std::move(done));
  exported->database->begin();
  std::vector<std::string> buckets;
  for (const auto* bucket : parts_.objects.saved_buckets(snapshot.place)) {
    buckets.push_back(bucket->place);
  }
  exported->rows.emplace(connection_, parts_.services.catalog, parts_.services.logs, snapshot,
                         buckets, *exported->database);
  snapshots_.hold(snapshot.name);
  running_.push_front(exported);
  turns_.begin();
}

// In the order of their ids, each once: versions may share one.
std::vector<CodePtr> Exports::codes_of(const worlds::Snapshot& snapshot) const {
  std::map<std::string, CodePtr> codes;
  const auto& functions = parts_.services.functions;
  for (const auto& latest : functions.list(snapshot.place)) {
    for (const auto& each : functions.versions(snapshot.place, latest->configuration.name)) {
      if (!each->code->folder().empty()) {
        refuse(fmt::format("Function {} is run from a folder, {}, which is no part of snapshot {}.",
                           latest->configuration.name.get(), each->code->folder(), snapshot.name));
      }
      codes.emplace(each->code->id(), each->code);
    }
  }
  const auto& layers = functions.layers();
  for (const std::string& name : layers.names(snapshot.place)) {
    for (const auto* version : layers.versions(snapshot.place, name)) {
      const CodePtr& code = layers.find({snapshot.place, name, version->version})->code;
      codes.emplace(code->id(), code);
    }
  }
  std::vector<CodePtr> list;
  for (auto& [id, code] : codes) list.push_back(std::move(code));
  return list;
}

void Exports::check_size(const worlds::Snapshot& snapshot,
                         const std::vector<CodePtr>& codes) const {
  std::size_t bytes = 0;
  for (const auto* table : parts_.services.catalog.list(snapshot.place, "")) {
    bytes += static_cast<std::size_t>(table->statistics.size_bytes);
  }
  for (const auto* bucket : parts_.objects.saved_buckets(snapshot.place)) {
    bytes += parts_.objects.saved_bytes(*bucket);
  }
  for (const CodePtr& code : codes) {
    std::error_code error;  // one that can't be read is told of when it is packed
    const auto size = std::filesystem::file_size(code->zip_file(), error);
    if (!error) bytes += size;
  }
  if (bytes > kMaxBytes) refuse(too_large(snapshot.name));
}

bool Exports::step() {
  if (running_.empty()) return false;
  const auto exported = running_.front();
  running_.pop_front();
  try {
    if (exported->rows->step()) {
      running_.push_back(exported);
    } else {
      exported->rows.reset();
      seal(exported);
    }
  } catch (const std::exception& error) {
    exported->file.failure = error.what();
    finish(*exported);
  }
  return !running_.empty();
}

void Exports::seal(const std::shared_ptr<Export>& exported) {
  const auto work = [exported, buckets = buckets_] {
    try {
      exported->seal(buckets);
    } catch (const std::exception& error) {
      exported->file.failure = error.what();
    }
  };
  parts_.services.run_on_worker(work, [this, exported] { finish(*exported); });
}

void Exports::finish(Export& exported) {
  if (!exported.file.failure.empty()) {
    spdlog::error("the file of snapshot {}: {}", exported.name, exported.file.failure);
  }
  exported.rows.reset();
  exported.database.reset();
  directory_.discard(exported.id);
  snapshots_.release(exported.name);
  exported.done(std::move(exported.file));
}

}  // namespace server::snapshot_files
