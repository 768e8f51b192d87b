#pragma once

#include "core/api_error.h"
#include "core/json/value.h"
#include "core/json/writer.h"
#include "server/operations/operation.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Requests of up to ten entries, each of which succeeds or fails by itself.
namespace server::operations {

struct BatchEntry {
  std::string id;
  core::json::Object input;
};

// The `Entries` of a request, whose elements the API calls by that name
// ("SendMessageBatchRequestEntry"). Throws what is wrong with the batch: none or too many entries,
// ids that are none or come twice, an entry without a member that it must have.
std::vector<BatchEntry> read_batch(const Request& request, std::string_view entry_name,
                                   std::string_view required_member);

// {"Successful":[…],"Failed":[…]}, either of which is left out when it is empty.
class BatchAnswer {
 public:
  // More than its id is written by `rest`.
  void succeeded(std::string_view id, const std::function<void(core::json::Writer&)>& rest = {});
  void failed(std::string_view id, const core::ApiError& error);
  std::string take();

 private:
  std::string successful_;
  std::string failed_;
};

}  // namespace server::operations
