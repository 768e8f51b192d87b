#include "storage/backup_json.h"

#include "core/arn.h"
#include "core/json/value.h"
#include "core/json/writer.h"
#include "storage/definition_json.h"
#include "storage/document_members.h"

namespace storage {
namespace {

using core::json::Object;

constexpr std::string_view kBackup = "/backup/";

}  // namespace

std::string backup_to_json(const Backup& backup) {
  const std::string_view named = backup_name_in(backup.arn);
  core::json::Writer writer;
  writer.begin_object().member("number", backup.number);
  writer.member("id", named.substr(named.rfind('/') + 1));
  writer.member("name", backup.name).member("system", backup.type == BackupType::system);
  writer.member("created_at", core::epoch_milliseconds(backup.created_at));
  writer.member("complete", backup.complete).member("item_count", backup.statistics.item_count);
  writer.member("size_bytes", backup.statistics.size_bytes);
  writer.member("table_name", backup.table.name.get());
  writer.member("table", definition_to_json(backup.table));
  return writer.end_object().take();
}

Backup backup_from_json(const std::string& json, const core::Scope& scope) {
  const auto document = core::json::Document::parse(json);
  const Object object = document.root().object();
  Backup backup;
  backup.number = whole_in(object, "number");
  backup.name = text_in(object, "name");
  backup.type = object.find("system")->boolean() ? BackupType::system : BackupType::user;
  backup.created_at = time_in(object, "created_at");
  backup.complete = object.find("complete")->boolean();
  backup.statistics = {whole_in(object, "item_count"), whole_in(object, "size_bytes")};
  backup.table = definition_from_json(text_in(object, "table"));
  backup.table.scope = scope;
  backup.table.name = core::TableName(text_in(object, "table_name"));
  backup.arn = backup_arn(scope, backup.table.name, text_in(object, "id"));
  return backup;
}

std::string backup_arn(const core::Scope& scope, const core::TableName& table,
                       std::string_view id) {
  return core::table_arn(scope, table).append(kBackup).append(id);
}

std::string_view backup_name_in(std::string_view arn) {
  constexpr std::string_view kTable = "table/";
  const auto parts = core::parse_arn(arn);
  if (!parts || parts->service != "dynamodb" || !parts->resource.starts_with(kTable)) return {};
  const std::string_view name = parts->resource.substr(kTable.size());
  const auto slash = name.find('/');
  return slash != std::string_view::npos && name.substr(slash).starts_with(kBackup)
             ? name
             : std::string_view();
}

}  // namespace storage
