#include "storage/resource_table.h"

namespace storage {
namespace {

Resource read_row(const sqlite::Run& run) {
  return {
      {core::AccountId(std::string(run.text(0))), core::Region(std::string(run.text(1)))},
      std::string(run.text(2)),
      std::string(run.text(3))
  };
}

}  // namespace

ResourceTable::ResourceTable(sqlite::Connection& connection, std::string_view kind)
    : kind_(kind),
      load_all_(connection.prepare("SELECT account, region, name, document FROM resource "
                                   "WHERE kind = ? ORDER BY account, region, name")),
      first_(connection.prepare("SELECT account, region, name, document FROM resource "
                                "WHERE kind = ? LIMIT 1")),
      list_(
          connection.prepare("SELECT account, region, name, document FROM resource WHERE kind = ? "
                             "AND account = ? AND region = ? AND name > ? ORDER BY name LIMIT ?")),
      store_(connection.prepare("INSERT INTO resource VALUES (?, ?, ?, ?, ?) "
                                "ON CONFLICT DO UPDATE SET document = excluded.document")),
      erase_(connection.prepare("DELETE FROM resource "
                                "WHERE kind = ? AND account = ? AND region = ? AND name = ?")) {}

std::vector<Resource> ResourceTable::load_all() {
  auto run = load_all_.run();
  run.bind_text(1, kind_);
  std::vector<Resource> resources;
  while (run.next()) resources.push_back(read_row(run));
  return resources;
}

std::optional<Resource> ResourceTable::first() {
  auto run = first_.run();
  run.bind_text(1, kind_);
  if (!run.next()) return std::nullopt;
  return read_row(run);
}

std::vector<Resource> ResourceTable::list(const core::Scope& scope, std::string_view after,
                                          std::size_t most) {
  auto run = list_.run();
  run.bind_text(1, kind_)
      .bind_text(2, scope.account.get())
      .bind_text(3, scope.region.get())
      .bind_text(4, after)
      .bind(5, static_cast<std::int64_t>(most));
  std::vector<Resource> resources;
  while (run.next()) resources.push_back(read_row(run));
  return resources;
}

void ResourceTable::store(const Resource& resource) {
  store_.run()
      .bind_text(1, kind_)
      .bind_text(2, resource.scope.account.get())
      .bind_text(3, resource.scope.region.get())
      .bind_text(4, resource.name)
      .bind_text(5, resource.document)
      .execute();
}

void ResourceTable::erase(const core::Scope& scope, std::string_view name) {
  erase_.run()
      .bind_text(1, kind_)
      .bind_text(2, scope.account.get())
      .bind_text(3, scope.region.get())
      .bind_text(4, name)
      .execute();
}

}  // namespace storage
