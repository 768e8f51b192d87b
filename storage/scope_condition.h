#pragma once

#include "core/scope_filter.h"
#include "storage/sqlite/statement.h"

#include <string_view>

namespace storage {

// For SQL over tables with columns `account` and `region`: which of the rows a filter covers.
inline constexpr std::string_view kInScopes =
    "(?1 IS NULL OR account = ?1) AND (?2 IS NULL OR region = ?2)";

// Its parameters. The filter must outlive the run.
inline sqlite::Run& bind_scopes(sqlite::Run& run, const core::ScopeFilter& scopes) {
  if (scopes.account) run.bind_text(1, scopes.account->get());
  if (scopes.region) run.bind_text(2, scopes.region->get());
  return run;
}

}  // namespace storage
