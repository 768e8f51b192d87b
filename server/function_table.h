#pragma once

#include "lambda-host/functions/function_registry.h"
#include "storage/resource_table.h"
#include "storage/writer.h"

namespace server {

// Functions in the database.
class FunctionTable : public lambda_host::FunctionStore {
 public:
  FunctionTable(storage::sqlite::Connection& connection, storage::Writer& writer);

  void save(const lambda_host::FunctionConfiguration& configuration) override;
  void erase(const core::Scope& scope, const core::FunctionName& name) override;
  std::vector<lambda_host::FunctionConfiguration> load_all() override;

 private:
  storage::ResourceTable rows_;
  storage::Writer& writer_;
};

}  // namespace server
