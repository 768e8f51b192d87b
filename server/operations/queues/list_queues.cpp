#include "core/base64.h"
#include "core/json/writer.h"
#include "core/limits.h"
#include "server/operations/queues/queue_access.h"
#include "server/operations/queues/queue_operations.h"

namespace server::operations {
namespace {

namespace limits = core::limits;

// A page of queues: its token is the name of its last one.
struct Page {
  std::string after;
  std::size_t most = limits::kMaxListQueuesResults;
  bool tells_more = false;  // only those who ask for pages are told that there is another
};

Page read_page(const core::json::Object& body) {
  Page page;
  const auto most = whole_of(body, "MaxResults");
  if (most && (*most < 1 || *most > limits::kMaxListQueuesResults)) {
    throw invalid_value("MaxResults", std::to_string(*most),
                        "MaxResults must be an integer between 1 and 1000.");
  }
  page.tells_more = most.has_value();
  if (most) page.most = static_cast<std::size_t>(*most);
  const std::string_view token = text_of(body, "NextToken");
  if (token.empty()) return page;
  if (!most) {
    throw_invalid_parameter(
        "MaxResults is a mandatory parameter when you provide a value for NextToken.");
  }
  const auto after = core::base64_decode(token);
  if (!after) throw invalid_value("NextToken", token, "Invalid or expired next token.");
  page.after = *after;
  return page;
}

std::string answer(std::string_view member, std::vector<Queue*> queues, const Page& page,
                   const Request& request, bool shows_none) {
  core::json::Writer writer;
  writer.begin_object();
  const bool more = queues.size() > page.most;
  if (more) queues.resize(page.most);
  if (more && page.tells_more) {
    writer.member("NextToken",
                  std::string_view(core::base64_encode(queues.back()->stored.name.get())));
  }
  if (!queues.empty() || shows_none) {
    writer.key(member).begin_array();
    for (const Queue* queue : queues) writer.string(queue_url(request, *queue));
    writer.end_array();
  }
  return writer.end_object().take();
}

}  // namespace

std::string list_queues(const Request& request, Services& services) {
  const Page page = read_page(request.body);
  return answer(
      "QueueUrls",
      services.queues.registry.list(request.scope, text_of(request.body, "QueueNamePrefix"),
                                    page.after, page.most + 1),
      page, request, false);
}

std::string list_dead_letter_source_queues(const Request& request, Services& services) {
  const Queue& target = require_queue(request, services);
  const Page page = read_page(request.body);
  return answer("queueUrls", services.queues.registry.sources_of(target, page.after, page.most + 1),
                page, request, true);
}

}  // namespace server::operations
