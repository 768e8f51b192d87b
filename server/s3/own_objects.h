#pragma once

#include "server/s3/object_store.h"

#include <functional>
#include <optional>
#include <string>

namespace server::s3 {

// Puts an object that no client puts, but the program itself: what a destination is told.
// Calls `done` once, never before returning: with nothing when it is stored, else with why not.
void put_own_object(ObjectStore& store, const RunOnWorker& run_on_worker, const std::string& bucket,
                    const std::string& key, std::string content,
                    std::function<void(std::optional<std::string> failure)> done);

// Reads an object that no client reads, but the program itself: a ReadObject.
void read_own_object(ObjectStore& store, const core::Scope& scope, const std::string& bucket,
                     const std::string& key, std::size_t max_bytes,
                     const std::function<void(ObjectContent)>& done);

}  // namespace server::s3
