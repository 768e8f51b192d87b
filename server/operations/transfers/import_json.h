#pragma once

#include "core/json/writer.h"
#include "server/operations/transfers/import.h"

#include <string>

namespace server::operations {

// "ImportTableDescription", as AWS shows it.
void write_import_description(core::json::Writer& writer, const Import& shown);
// One member of "ImportSummaryList".
void write_import_summary(core::json::Writer& writer, const Import& shown);

// As an import is stored: one JSON document of our own form. The scope comes from elsewhere.
std::string import_to_json(const Import& stored);
Import import_from_json(const std::string& json, const core::Scope& scope);

}  // namespace server::operations
