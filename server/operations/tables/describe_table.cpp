#include "server/operations/tables/table_access.h"
#include "server/operations/tables/table_description.h"
#include "server/operations/tables/table_operations.h"

namespace server::operations {

std::string describe_table(const Request& request, Services& services) {
  const std::string name = table_name_from(request.body.find("TableName")->string(), request.scope);
  const Transition* transition =
      services.table_transitions.find(request.scope, name, services.clock.now());
  core::json::Writer writer;
  writer.begin_object().key("Table");
  if (transition && transition->status == TableStatus::deleting) {
    writer.raw(transition->description);
  } else {
    write_table_description(writer, require_described_table(services, request.scope, name),
                            transition ? *transition : Transition{}, services.clock.now());
  }
  return writer.end_object().take();
}

}  // namespace server::operations
