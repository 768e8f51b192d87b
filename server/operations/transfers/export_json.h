#pragma once

#include "core/json/writer.h"
#include "server/operations/transfers/export.h"

#include <string>

namespace server::operations {

// "ExportDescription", as AWS shows it.
void write_export_description(core::json::Writer& writer, const Export& shown);

// As an export is stored: one JSON document of our own form. The scope comes from elsewhere.
std::string export_to_json(const Export& stored);
Export export_from_json(const std::string& json, const core::Scope& scope);

}  // namespace server::operations
