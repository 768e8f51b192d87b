#include "server/client/status.h"

#include "core/json/writer.h"
#include "server/client/api_call.h"
#include "server/client/http_client.h"
#include "server/protocol/url.h"

namespace server::client {
namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr std::size_t kMaxListed = 15;
constexpr std::size_t kMaxErrorsShown = 5;
constexpr int kMaxPages = 1000;

// Members and their values, as a JSON object.
std::string body_of(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  core::json::Writer writer;
  writer.begin_object();
  for (const auto& [name, value] : members) {
    if (!value.empty()) writer.member(name, value);
  }
  return writer.end_object().take();
}

template <class Entry>
Listed<Entry> first_of(std::vector<Entry> entries) {
  const std::size_t left_out = entries.size() - std::min(entries.size(), kMaxListed);
  entries.resize(entries.size() - left_out);
  return {std::move(entries), left_out};
}

class Inquiry {
 public:
  Inquiry(const std::string& url, const core::Scope& scope)
      : client_(url, kPatience), scope_(scope) {}

  std::string version() { return read_version(ours("/_rivulet/health")); }

  Listed<TableState> tables() {
    const auto names = first_of(pages<std::string>(
        [&](const std::string& mark) {
          return json("DynamoDB_20120810.ListTables", {
                                                          {"ExclusiveStartTableName", mark}
          });
        },
        "LastEvaluatedTableName",
        [](const std::string& answer) { return read_names(answer, "TableNames"); }));
    Listed<TableState> tables{{}, names.left_out};
    for (const std::string& name : names.entries) {
      tables.entries.push_back(
          read_table(json("DynamoDB_20120810.DescribeTable", {
                                                                 {"TableName", name}
      })));
    }
    return tables;
  }

  Listed<QueueState> queues() {
    const auto urls = first_of(pages<std::string>(
        [&](const std::string& mark) {
          return json("AmazonSQS.ListQueues", {
                                                  {"NextToken", mark}
          });
        },
        "NextToken", [](const std::string& answer) { return read_names(answer, "QueueUrls"); }));
    Listed<QueueState> queues{{}, urls.left_out};
    for (const std::string& url : urls.entries) queues.entries.push_back(queue(url));
    return queues;
  }

  Listed<FunctionState> functions() {
    return first_of(pages<FunctionState>(
        [&](const std::string& mark) {
          const std::string marker = protocol::url_encode(mark, "");
          return rest("lambda",
                      "/2015-03-31/functions/" + (mark.empty() ? "" : "?Marker=" + marker));
        },
        "NextMarker", read_functions));
  }

  Listed<MappingState> mappings() {
    return first_of(pages<MappingState>(
        [&](const std::string& mark) {
          return ours("/_rivulet/mappings?limit=1000" + (mark.empty() ? "" : "&after=" + mark));
        },
        "next", read_mappings));
  }

  // Of those that are kept, which one page holds.
  std::vector<ErrorState> errors() {
    auto errors = read_discards(ours("/_rivulet/discards?limit=1000"));
    if (errors.size() > kMaxErrorsShown) {
      errors.erase(errors.begin(), errors.end() - static_cast<std::ptrdiff_t>(kMaxErrorsShown));
    }
    return errors;
  }

 private:
  // Every entry of a list that comes in pages: `ask` gets the page behind a mark, "" is the start.
  template <class Entry, class Ask, class Read>
  std::vector<Entry> pages(Ask ask, std::string_view mark_name, Read read) {
    std::vector<Entry> all;
    std::string mark;
    for (int page = 0; page < kMaxPages; ++page) {
      const std::string answer = ask(mark);
      auto entries = read(answer);
      all.insert(all.end(), entries.begin(), entries.end());
      mark = read_text(answer, mark_name);
      if (mark.empty()) break;
    }
    return all;
  }

  QueueState queue(const std::string& url) {
    core::json::Writer writer;
    writer.begin_object().member("QueueUrl", url).key("AttributeNames").begin_array();
    writer.string("All").end_array().end_object();
    return read_queue(url.substr(url.rfind('/') + 1),
                      ask(json_call(scope_, "AmazonSQS.GetQueueAttributes", writer.take())));
  }

  std::string json(std::string_view target,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
    return ask(json_call(scope_, target, body_of(members)));
  }
  std::string rest(std::string_view service, std::string target) {
    return ask(rest_call(scope_, service, "GET", std::move(target)));
  }
  // Our own endpoints go by the credential, too.
  std::string ours(std::string target) { return rest("rivulet", std::move(target)); }

  std::string ask(const HttpQuestion& question) {
    const HttpAnswer answer = client_.ask(question);
    if (answer.status != 200) throw NoAnswer(error_text(answer));
    return answer.body;
  }

  HttpClient client_;
  const core::Scope& scope_;
};

}  // namespace

ServerState ask_state(const std::string& url, const core::Scope& scope) {
  Inquiry inquiry(url, scope);
  ServerState state;
  state.version = inquiry.version();
  state.tables = inquiry.tables();
  state.queues = inquiry.queues();
  state.functions = inquiry.functions();
  state.mappings = inquiry.mappings();
  state.errors = inquiry.errors();
  return state;
}

}  // namespace server::client
