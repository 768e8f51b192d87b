#include "server/function_table.h"

#include "lambda-host/functions/function_json.h"

namespace server {

FunctionTable::FunctionTable(storage::sqlite::Connection& connection, storage::Writer& writer)
    : rows_(connection, "function"), writer_(writer) {}

void FunctionTable::save(const lambda_host::FunctionConfiguration& configuration) {
  writer_.transact([&] {
    rows_.store({configuration.scope, configuration.name.get(),
                 lambda_host::write_stored_configuration(configuration)});
  });
}

void FunctionTable::erase(const core::Scope& scope, const core::FunctionName& name) {
  writer_.transact([&] { rows_.erase(scope, name.get()); });
}

std::vector<lambda_host::FunctionConfiguration> FunctionTable::load_all() {
  std::vector<lambda_host::FunctionConfiguration> functions;
  for (storage::Resource& row : rows_.load_all()) {
    functions.push_back(lambda_host::read_stored_configuration(std::move(row.document)));
  }
  return functions;
}

}  // namespace server
