#pragma once

#include "lambda-host/functions/function_registry.h"
#include "server/operations/queues/queues.h"
#include "server/s3/object_store.h"
#include "server/worlds/steps.h"
#include "storage/catalog.h"

#include <functional>
#include <string>
#include <utility>

// Steps that do something to all tables, queues, functions or saved buckets of a scope, a page at a
// time. References must outlive them.
namespace server::worlds {

template <class Act>
std::function<bool()> pages_of_tables(storage::Catalog& tables, const core::Scope& scope, Act act) {
  return by_pages(
      [&tables, scope](const std::string& after) { return tables.list(scope, after, kPage); },
      [](const storage::Table* table) { return table->definition.name.get(); }, std::move(act));
}

template <class Act>
std::function<bool()> pages_of_queues(operations::QueueRegistry& queues, const core::Scope& scope,
                                      Act act) {
  return by_pages(
      [&queues, scope](const std::string& after) { return queues.list(scope, "", after, kPage); },
      [](const operations::Queue* queue) { return queue->stored.name.get(); }, std::move(act));
}

// What is published of a function and attached to it counts, too: of a large one there are several
// parts.
template <class Act>
std::function<bool()> pages_of_functions(const lambda_host::FunctionRegistry& functions,
                                         const core::Scope& scope, Act act) {
  return
      [&functions, scope, act = std::move(act), cursor = lambda_host::FunctionCursor()]() mutable {
        for (const auto& each : functions.records(scope, cursor, kPage)) act(each);
        return !cursor.at_end;
      };
}

template <class Act>
std::function<bool()> pages_of_saved_buckets(const s3::ObjectStore& objects,
                                             const core::Scope& place, Act act) {
  return by_pages(
      [&objects, place](const std::string& after) {
        return objects.saved_buckets(place, after, kPage);
      },
      [](const s3::Bucket* bucket) { return bucket->name; }, std::move(act));
}

}  // namespace server::worlds
