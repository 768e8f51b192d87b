#include "core/json/writer.h"
#include "server/operations/tables/table_operations.h"

namespace server::operations {

// AWS's quotas of an account that never asked for more. None is enforced here.
std::string describe_limits(const Request&, Services&) {
  core::json::Writer writer;
  writer.begin_object();
  writer.member("AccountMaxReadCapacityUnits", 80'000);
  writer.member("AccountMaxWriteCapacityUnits", 80'000);
  writer.member("TableMaxReadCapacityUnits", 40'000);
  writer.member("TableMaxWriteCapacityUnits", 40'000);
  return writer.end_object().take();
}

// An SDK with endpoint discovery sends its next requests to the address in here: it has to be the
// one at which it found us, or it leaves for AWS.
std::string describe_endpoints(const Request& request, Services&) {
  core::json::Writer writer;
  writer.begin_object().key("Endpoints").begin_array().begin_object();
  writer.member("Address", request.host);
  writer.member("CachePeriodInMinutes", 1440).end_object();
  return writer.end_array().end_object().take();
}

}  // namespace server::operations
