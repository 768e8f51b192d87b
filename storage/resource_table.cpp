#include "storage/resource_table.h"

namespace storage {

ResourceTable::ResourceTable(sqlite::Connection& connection, std::string_view kind)
    : kind_(kind),
      load_all_(connection.prepare("SELECT account, region, name, document FROM resource "
                                   "WHERE kind = ? ORDER BY account, region, name")),
      store_(connection.prepare("INSERT INTO resource VALUES (?, ?, ?, ?, ?) "
                                "ON CONFLICT DO UPDATE SET document = excluded.document")),
      erase_(connection.prepare("DELETE FROM resource "
                                "WHERE kind = ? AND account = ? AND region = ? AND name = ?")) {}

std::vector<Resource> ResourceTable::load_all() {
  auto run = load_all_.run();
  run.bind_text(1, kind_);
  std::vector<Resource> resources;
  while (run.next()) {
    resources.push_back({
        {core::AccountId(std::string(run.text(0))), core::Region(std::string(run.text(1)))},
        std::string(run.text(2)),
        std::string(run.text(3))
    });
  }
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
