#include "core/api_error.h"
#include "core/arn.h"
#include "core/json/writer.h"
#include "server/operations/backups/backup_access.h"
#include "server/operations/backups/backup_description.h"
#include "server/operations/backups/backup_operations.h"
#include "server/operations/tables/table_access.h"
#include "storage/backup_json.h"

#include <algorithm>
#include <optional>

namespace server::operations {
namespace {

using storage::Backup;

// What a list shows (recorded answers of 2026): those of the user unless told otherwise, made from
// the lower bound on and before the upper one.
struct Filter {
  std::optional<std::string> table;
  std::string_view type = "USER";
  std::optional<double> from;  // seconds since the epoch
  std::optional<double> before;

  bool shows(const Backup& backup) const {
    const double made = static_cast<double>(core::epoch_milliseconds(backup.created_at)) / 1000;
    const bool system = backup.type == storage::BackupType::system;
    return (!table || *table == backup.table.name.get()) && (!from || made >= *from) &&
           (!before || made < *before) && (type == "ALL" || type == (system ? "SYSTEM" : "USER"));
  }
};

std::optional<double> seconds_in(const core::json::Object& body, std::string_view name) {
  const auto value = body.find(name);
  if (!value) return std::nullopt;
  return value->number();
}

Filter read_filter(const Request& request) {
  Filter filter;
  if (const auto table = request.body.find("TableName")) {
    filter.table = table_name_from(table->string(), request.scope);
  }
  if (const auto type = request.body.find("BackupType")) filter.type = type->string();
  filter.from = seconds_in(request.body, "TimeRangeLowerBound");
  filter.before = seconds_in(request.body, "TimeRangeUpperBound");
  if (filter.from && filter.before && *filter.from > *filter.before) {
    core::throw_validation(
        "One or more parameter values were invalid: Time range lower bound must be less than or "
        "equal to upper bound");
  }
  return filter;
}

// The order of a list: by the ids, which begin with the time. A place in it needs no backup that is
// still there.
std::pair<std::string_view, std::string_view> place_of(std::string_view arn) {
  const std::string_view name = storage::backup_name_in(arn);
  return {name.substr(name.rfind('/') + 1), name};
}

std::optional<std::string> read_start(const Request& request) {
  const auto start = request.body.find("ExclusiveStartBackupArn");
  if (!start) return std::nullopt;
  check_backup_arn(start->string(), request.scope);
  if (core::parse_arn(start->string())->region != request.scope.region.get()) {
    core::throw_validation(
        "Invalid Request: The supplied ExclusiveStartBackupArn does not match the region");
  }
  return std::string(start->string());
}

std::vector<const Backup*> shown(const Request& request, const Services& services) {
  const Filter filter = read_filter(request);
  const auto start = read_start(request);
  std::vector<const Backup*> backups;
  for (const Backup* backup : services.backups.list(request.scope)) {
    const bool behind = !start || place_of(backup->arn) > place_of(*start);
    if (behind && filter.shows(*backup)) backups.push_back(backup);
  }
  std::sort(backups.begin(), backups.end(), [](const Backup* left, const Backup* right) {
    return place_of(left->arn) < place_of(right->arn);
  });
  return backups;
}

}  // namespace

std::string list_backups(const Request& request, Services& services) {
  constexpr std::size_t kMaxPage = 100;
  const auto limit = request.body.find("Limit");
  const std::size_t page = limit ? static_cast<std::size_t>(limit->integer()) : kMaxPage;
  const auto backups = shown(request, services);
  core::json::Writer writer;
  writer.begin_object().key("BackupSummaries").begin_array();
  for (std::size_t i = 0; i < std::min(page, backups.size()); ++i) {
    write_backup_summary(writer, *backups[i]);
  }
  writer.end_array();
  if (backups.size() > page) writer.member("LastEvaluatedBackupArn", backups[page - 1]->arn);
  return writer.end_object().take();
}

}  // namespace server::operations
