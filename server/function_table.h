#pragma once

#include "lambda-host/functions/function_store.h"
#include "storage/resource_table.h"
#include "storage/writer.h"

#include <map>

namespace server {

// What is kept of functions, in the database.
class FunctionTable : public lambda_host::FunctionStore {
 public:
  FunctionTable(storage::sqlite::Connection& connection, storage::Writer& writer);

  void commit(const std::vector<lambda_host::FunctionDocument>& documents) override;
  std::vector<lambda_host::FunctionDocument> load_all(lambda_host::FunctionPart part) override;

 private:
  void write(const lambda_host::FunctionDocument& document);

  std::map<lambda_host::FunctionPart, storage::ResourceTable> rows_;
  storage::Writer& writer_;
};

}  // namespace server
