#pragma once

#include "storage/backup_catalog.h"

#include <string>

// A backup as it is stored: one JSON document of our own form.
namespace storage {

std::string backup_to_json(const Backup& backup);
// The scope comes from elsewhere, and the ARN is made of it.
Backup backup_from_json(const std::string& json, const core::Scope& scope);

// The ARN of a table's backup by its id, "01791504762511-2779fadd".
std::string backup_arn(const core::Scope& scope, const core::TableName& table, std::string_view id);
// What of the ARN names the backup within its scope: "Music/backup/01791504762511-2779fadd". Empty
// for a text that is no such ARN.
std::string_view backup_name_in(std::string_view arn);

}  // namespace storage
