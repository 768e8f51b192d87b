#include "core/api_error.h"
#include "core/arn.h"
#include "core/dynamodb_texts.h"
#include "core/json/writer.h"
#include "core/uuid.h"
#include "server/operations/tables/new_table.h"
#include "server/operations/transfers/import_json.h"
#include "server/operations/transfers/import_request.h"
#include "server/operations/transfers/transfer_arn.h"
#include "server/operations/transfers/transfer_operations.h"
#include "server/operations/transfers/transfer_page.h"
#include "server/operations/transfers/transfers.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

std::string description_of(const Import& shown) {
  core::json::Writer writer;
  writer.begin_object();
  write_import_description(writer, shown);
  return writer.end_object().take();
}

// The import of an earlier request with that token; nullptr when there was none.
const Import* repeated(const Import& asked, const Services& services) {
  const Import* earlier = services.transfers->imports.all().find_by_token(
      asked.scope, asked.client_token, asked.started_at);
  if (!earlier || same_request(*earlier, asked)) return earlier;
  throw core::ApiError(core::ErrorCode::import_conflict, core::dynamodb_texts::kImportConflict);
}

void check_room(const Imports& imports) {
  if (imports.all().unfinished().size() < Imports::kMaxUnfinished) return;
  throw core::ApiError(
      core::ErrorCode::limit_exceeded,
      fmt::format("Subscriber limit exceeded: There is a limit of {} concurrent imports",
                  Imports::kMaxUnfinished));
}

// TableCreationParameters are members of CreateTable.
core::TableDefinition read_table(const Request& request, const Services& services) {
  Request creation = request;
  creation.body = request.body.find("TableCreationParameters")->object();
  return read_new_table(creation, services);
}

[[noreturn]] void throw_no_import(std::string_view why) {
  throw core::ApiError(core::ErrorCode::import_not_found, fmt::format("Import not found: {}", why));
}

}  // namespace

std::string import_table(const Request& request, Services& services) {
  Import asked = read_import(request.body, request.scope);
  asked.started_at = services.clock.now();
  core::TableDefinition table = read_table(request, services);
  const auto token = request.body.find("ClientToken");
  asked.client_token = token ? std::string(token->string()) : core::random_uuid();
  if (const Import* earlier = repeated(asked, services)) return description_of(*earlier);
  check_name_is_free(services, table);
  check_room(services.transfers->imports);
  asked.table = table.name.get();
  asked.table_id = table.id;
  asked.arn = new_transfer_arn(asked.scope, asked.table, "import", asked.started_at);
  return description_of(services.transfers->imports.begin(std::move(asked), std::move(table)));
}

std::string describe_import(const Request& request, Services& services) {
  const std::string_view arn = request.body.find("ImportArn")->string();
  if (!is_transfer_arn(arn, "import")) core::throw_validation("Invalid Import ARN");
  const auto parts = core::parse_arn(arn);
  if (parts->account != request.scope.account.get()) {
    throw core::ApiError(core::ErrorCode::access_denied, "Access is denied");
  }
  const Import* found = services.transfers->imports.all().find(arn);
  if (found && found->scope == request.scope) return description_of(*found);
  throw_no_import(fmt::format("Import not found: {}", arn));
}

std::string list_imports(const Request& request, Services& services) {
  const TransferList<Import>& imports = services.transfers->imports.all();
  const auto arns = arns_to_list(imports, request, services.clock.now());
  const TransferPage page =
      page_of(arns, "import", request.body.find("PageSize"), request.body.find("NextToken"));
  core::json::Writer writer;
  writer.begin_object().key("ImportSummaryList").begin_array();
  for (const std::string& arn : page.arns) write_import_summary(writer, *imports.find(arn));
  writer.end_array();
  if (!page.next_token.empty()) writer.member("NextToken", page.next_token);
  return writer.end_object().take();
}

}  // namespace server::operations
