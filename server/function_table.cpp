#include "server/function_table.h"

#include <utility>

namespace server {
namespace {

using lambda_host::FunctionDocument;
using lambda_host::FunctionPart;

struct PartKind {
  FunctionPart part;
  const char* kind;  // of storage::ResourceTable
};
constexpr PartKind kKinds[] = {
    {FunctionPart::version,                 "function"                        },
    {FunctionPart::alias,                   "function-alias"                  },
    {FunctionPart::policy,                  "function-policy"                 },
    {FunctionPart::concurrency,             "function-concurrency"            },
    {FunctionPart::provisioned_concurrency, "function-provisioned-concurrency"},
    {FunctionPart::event_invoke_config,     "function-event-invoke-config"    },
    {FunctionPart::recursion,               "function-recursion"              },
    {FunctionPart::runtime_management,      "function-runtime-management"     },
    {FunctionPart::code_signing,            "function-code-signing"           },
    {FunctionPart::layer,                   "layer"                           },
    {FunctionPart::layer_version,           "layer-version"                   },
};

}  // namespace

FunctionTable::FunctionTable(storage::sqlite::Connection& connection, storage::Writer& writer)
    : writer_(writer) {
  for (const auto& [part, kind] : kKinds) rows_.try_emplace(part, connection, kind);
}

void FunctionTable::commit(const std::vector<FunctionDocument>& documents) {
  writer_.transact([&] {
    for (const FunctionDocument& document : documents) write(document);
  });
}

void FunctionTable::write(const FunctionDocument& document) {
  storage::ResourceTable& rows = rows_.at(document.part);
  if (!document.text) return rows.erase(document.scope, document.name);
  rows.store({document.scope, document.name, *document.text});
}

std::vector<FunctionDocument> FunctionTable::load_all(FunctionPart part) {
  std::vector<FunctionDocument> documents;
  for (storage::Resource& row : rows_.at(part).load_all()) {
    documents.push_back({part, std::move(row.scope), std::move(row.name), std::move(row.document)});
  }
  return documents;
}

}  // namespace server
