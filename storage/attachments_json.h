#pragma once

#include "core/json/value.h"
#include "core/json/writer.h"
#include "core/table_attachments.h"

#include <optional>

// What is attached to a table, as members of its definition's document. Documents of before it have
// none of them.
namespace storage {

void write_attachments(core::json::Writer& writer, const core::TableAttachments& attachments);
core::TableAttachments read_attachments(const core::json::Object& definition);

void write_origin(core::json::Writer& writer, const std::optional<core::RestoreOrigin>& origin);
std::optional<core::RestoreOrigin> read_origin(const core::json::Object& definition);

}  // namespace storage
