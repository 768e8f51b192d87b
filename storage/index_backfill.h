#pragma once

#include "storage/table.h"

namespace storage {

// Fills a new, empty index with entries for the table's items, and counts them. Items whose index
// key has another type, is empty or too long get none, as on AWS. In the caller's transaction.
void backfill(Table& table, Index& index);

}  // namespace storage
