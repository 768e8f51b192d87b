#pragma once

#include "core/clock.h"
#include "core/table_attachments.h"
#include "server/services.h"
#include "storage/table.h"

#include <string_view>

namespace server::operations {

// The table that something is attached to, by name or ARN. As on AWS, one that is being created
// isn't there yet.
storage::Table& require_attached_table(Services& services, const core::Scope& scope,
                                       std::string_view name_or_arn);

// Stores what is attached to the table by now, and makes it known.
void store_attachments(Services& services, storage::Table& table,
                       core::TableAttachments attachments);

// Whether a change made then still shows as being made: only with --delay-transient-statuses. One
// of later than now, because the clock was moved back since, is over.
bool is_under_way(const Services& services, core::WallTime changed_at);

}  // namespace server::operations
