#pragma once

#include "core/http_message.h"
#include "server/control/control_api.h"
#include "server/fault_gate.h"
#include "server/protocol/origin_policy.h"
#include "server/s3/object_store.h"
#include "server/services.h"
#include "server/sns/topic_store.h"

#include <string>
#include <vector>

namespace server {

// How large a request's body may be, by its operation: uploads of code are larger than anything
// else, and only they are.
std::size_t max_body_bytes(const core::HttpRequest& head);

// Everything that one port serves: sorts requests by method, path and target, and keeps web pages
// out.
class Dispatcher {
 public:
  Dispatcher(Services& services, ControlParts control, s3::ObjectStore& objects,
             sns::TopicStore& topics, FaultGate& gate, protocol::OriginPolicy policy)
      : services_(services),
        control_(control),
        objects_(objects),
        topics_(topics),
        gate_(gate),
        policy_(std::move(policy)) {}

  void serve(core::HttpRequest request, core::HttpReply reply) const;

 private:
  void route(core::HttpRequest request, core::HttpReply reply) const;
  // Of a batch, so many of the last requests are left undone.
  void route(core::HttpRequest request, core::HttpReply reply, std::size_t unprocessed) const;
  void route_in_order(core::HttpRequest request, core::HttpReply reply,
                      std::size_t unprocessed) const;

  Services& services_;
  ControlParts control_;
  s3::ObjectStore& objects_;
  sns::TopicStore& topics_;
  FaultGate& gate_;
  protocol::OriginPolicy policy_;
};

}  // namespace server
