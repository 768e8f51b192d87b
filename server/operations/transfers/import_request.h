#pragma once

#include "core/json/value.h"
#include "server/operations/transfers/import.h"

#include <string>

namespace server::operations {

// What InputFormatOptions say of CSV; empty: none.
CsvOptions csv_options(const std::string& options);

// ImportTable's members but TableCreationParameters and ClientToken. Throws ValidationException for
// what Rivulet can't import, and for options of another format.
Import read_import(const core::json::Object& request, const core::Scope& scope);

}  // namespace server::operations
