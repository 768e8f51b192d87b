#include "server/snapshot_files/exports.h"

#include "core/api_error.h"
#include "core/uuid.h"
#include "lambda-host/functions/function_registry.h"
#include "server/s3/object_store.h"
#include "server/seeds/file_text.h"
#include "server/snapshot_files/envelope.h"
#include "server/snapshot_files/packed_objects.h"
#include "server/snapshot_files/scope_rows.h"
#include "server/worlds/pages.h"
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

// Of a snapshot of which no file can be made.
struct Refused {
  std::string why;
};

std::string too_large(const std::string& name) {
  return fmt::format("Snapshot {} has more than {} MB: a file can't have so much.", name,
                     kMaxBytes >> 20);
}

}  // namespace

struct Exports::Export {
  Export(const storage::files::OwnedDirectory& owned, std::string export_id, worlds::Snapshot of,
         Done told)
      : id(std::move(export_id)),
        snapshot(std::move(of)),
        path((owned.find_or_make(id).path() / kDatabase).string()),
        database(storage::sqlite::Connection::open(path, storage::sqlite::Durability::normal)),
        done(std::move(told)) {
    storage::migrate(*database);
    database->begin();
  }

  void count(std::size_t more) {
    bytes += more;
    if (bytes > kMaxBytes) throw Refused{too_large(snapshot.name)};
  }
  void add(const CodePtr& code) {
    if (!codes.emplace(code->id(), code).second) return;
    std::error_code error;  // one that can't be read is told of when it is packed
    const auto size = std::filesystem::file_size(code->zip_file(), error);
    if (!error) count(size);
  }

  // On a worker thread: the rows are there.
  void seal(const storage::files::OwnedDirectory& buckets) {
    std::vector<CodePtr> list;
    for (const auto& [code_id, code] : codes) list.push_back(code);
    pack(list, *database);
    pack_objects(buckets, *database);
    database->commit();
    database->execute("PRAGMA journal_mode = DELETE");
    database.reset();
    const std::string text = seeds::file_text(path, std::size_t{2} * kMaxBytes);
    if (text.size() > kMaxBytes) {
      file.failure = too_large(snapshot.name);
    } else {
      file.bytes = sealed(text);
    }
  }

  std::string id;
  worlds::Snapshot snapshot;
  std::string path;
  std::optional<storage::sqlite::Connection> database;
  // What is found before the rows are copied.
  worlds::Steps survey;
  std::size_t bytes = 0;                 // at least
  std::map<std::string, CodePtr> codes;  // by id: versions may share one
  std::vector<std::string> bucket_places;
  std::optional<ScopeRows> rows;
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
    throw core::ApiError(core::ErrorCode::resource_conflict,
                         fmt::format("Snapshot {} isn't complete yet.", snapshot.name));
  }
  const auto exported =
      std::make_shared<Export>(directory_, core::random_hex(kIdDigits), snapshot, std::move(done));
  plan_survey(*exported);
  snapshots_.hold(snapshot.place);
  running_.push_front(exported);
  turns_.begin();
}

// The steps are its own, and so may refer to it.
void Exports::plan_survey(Export& exported) {
  survey_codes(exported);
  const core::Scope& place = exported.snapshot.place;
  exported.survey.add(worlds::pages_of_tables(
      parts_.services.catalog, place, [&exported](const storage::Table* table) {
        exported.count(static_cast<std::size_t>(table->statistics.size_bytes));
      }));
  exported.survey.add(worlds::pages_of_saved_buckets(
      parts_.objects, place, [this, &exported](const s3::Bucket* bucket) {
        exported.bucket_places.push_back(bucket->place);
        exported.count(parts_.objects.saved_bytes(*bucket));
      }));
}

void Exports::survey_codes(Export& exported) {
  auto& functions = parts_.services.functions;
  exported.survey.add(
      worlds::pages_of_functions(functions, exported.snapshot.place, [&exported](const auto& each) {
        for (const auto& version : each.second.deployments()) {
          if (version->code->folder().empty()) {
            exported.add(version->code);
            continue;
          }
          throw Refused{
              fmt::format("Function {} is run from a folder, {}, which is no part of snapshot {}.",
                          each.first.get(), version->code->folder(), exported.snapshot.name)};
        }
      }));
  exported.survey.add(worlds::by_pages(
      [&functions, place = exported.snapshot.place](const std::string& after) {
        return functions.layers().layers(place, after, worlds::kPage);
      },
      [](const auto& each) { return each.first; },
      [&exported](const auto& each) {
        for (const auto& [number, version] : each.second.versions) exported.add(version.code);
      }));
}

bool Exports::step() {
  if (running_.empty()) return false;
  const auto exported = running_.front();
  running_.pop_front();
  try {
    if (step(*exported)) {
      running_.push_back(exported);
    } else {
      exported->rows.reset();
      seal(exported);
    }
  } catch (const Refused& refused) {
    exported->file.failure = refused.why;
    finish(*exported);
  } catch (const std::exception& error) {
    fail(*exported, error.what());
  }
  return !running_.empty();
}

// False when all rows are there.
bool Exports::step(Export& exported) {
  if (exported.survey.take()) return true;
  if (exported.rows) return exported.rows->step();
  exported.rows.emplace(connection_, parts_.services.catalog, parts_.services.logs,
                        exported.snapshot, exported.bucket_places, *exported.database);
  return true;
}

void Exports::seal(const std::shared_ptr<Export>& exported) {
  const auto error = std::make_shared<std::optional<std::string>>();
  const auto work = [exported, error, buckets = buckets_] {
    try {
      exported->seal(buckets);
    } catch (const std::exception& thrown) {
      *error = thrown.what();
    }
  };
  parts_.services.run_on_worker(
      work, [this, exported, error] { *error ? fail(*exported, **error) : finish(*exported); });
}

void Exports::fail(Export& exported, std::string error) {
  spdlog::error("the file of snapshot {}: {}", exported.snapshot.name, error);
  exported.file.failure = std::move(error);
  finish(exported);
}

void Exports::finish(Export& exported) {
  exported.rows.reset();
  exported.database.reset();
  directory_.discard(exported.id);
  snapshots_.release(exported.snapshot.place);
  exported.done(std::move(exported.file));
}

}  // namespace server::snapshot_files
