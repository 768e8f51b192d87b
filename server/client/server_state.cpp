#include "server/client/server_state.h"

#include "core/json/value.h"
#include "server/client/http_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

namespace server::client {
namespace {

using core::json::Document;
using core::json::Kind;
using core::json::Object;
using core::json::Value;

Document parse(const std::string& answer) {
  try {
    Document document = Document::parse(answer);
    if (document.root().is(Kind::object)) return document;
  } catch (const core::json::ParseError&) {  // said below
  }
  throw NoAnswer("its answer is no JSON object: is it a Rivulet?");
}

std::string text(const Object& object, std::string_view name) {
  const auto value = object.find(name);
  return value && value->is(Kind::string) ? std::string(value->string()) : std::string();
}

std::int64_t whole(const Object& object, std::string_view name) {
  const auto value = object.find(name);
  return value && value->is(Kind::number) ? value->integer() : 0;
}

double seconds(const Object& object, std::string_view name) {
  const auto value = object.find(name);
  return value && value->is(Kind::number) ? value->number() : 0;
}

bool flag(const Object& object, std::string_view name) {
  const auto value = object.find(name);
  return value && value->is(Kind::boolean) && value->boolean();
}

std::optional<Object> child(const Object& object, std::string_view name) {
  const auto value = object.find(name);
  return value && value->is(Kind::object) ? std::optional(value->object()) : std::nullopt;
}

void each(const Object& object, std::string_view name, const std::function<void(Object)>& visit) {
  const auto value = object.find(name);
  if (!value || !value->is(Kind::array)) return;
  value->array().for_each([&](const Value& element) {
    if (element.is(Kind::object)) visit(element.object());
  });
}

// "arn:aws:lambda:us-east-1:000000000000:function:resize:live" is "resize:live" to a reader, and
// "…:table/Orders/stream/2026-…" is "Orders".
std::string short_name(std::string_view arn) {
  if (const auto table = arn.find(":table/"); table != std::string_view::npos) {
    arn.remove_prefix(table + 7);
    return std::string(arn.substr(0, arn.find('/')));
  }
  if (const auto function = arn.find(":function:"); function != std::string_view::npos) {
    return std::string(arn.substr(function + 10));
  }
  const auto colon = arn.rfind(':');
  return std::string(colon == std::string_view::npos ? arn : arn.substr(colon + 1));
}

void add_shard(const Object& shard, MappingState& mapping) {
  mapping.behind += whole(shard, "pending");
  mapping.more = mapping.more || flag(shard, "more");
  mapping.oldest_age_seconds =
      std::max(mapping.oldest_age_seconds, seconds(shard, "oldest_age_seconds"));
  each(shard, "lanes", [&](const Object& lane) {
    if (auto error = text(lane, "last_error"); !error.empty()) mapping.last_error = error;
  });
}

MappingState read_mapping(const Object& object) {
  MappingState mapping;
  const std::string stream = text(object, "stream");
  mapping.source = short_name(stream.empty() ? text(object, "queue") : stream);
  mapping.function = short_name(text(object, "function"));
  mapping.state = text(object, "state");
  mapping.behind = whole(object, "pending");
  mapping.more = flag(object, "more");
  mapping.last_error = text(object, "last_error");
  each(object, "shards", [&](const Object& shard) { add_shard(shard, mapping); });
  return mapping;
}

ErrorState read_discard(const Object& object) {
  const auto document = child(object, "document");
  const auto context = document ? child(*document, "requestContext") : std::nullopt;
  const auto batch = document ? child(*document, "DDBStreamBatchInfo") : std::nullopt;
  const std::string source = batch ? short_name(text(*batch, "streamArn")) : "?";
  const std::string function = context ? short_name(text(*context, "functionArn")) : "?";
  const std::string condition = context ? text(*context, "condition") : "";
  return {fmt::format("{} -> {}", source, function),
          fmt::format("gave up {} record(s): {} (discard {})", whole(object, "records"), condition,
                      whole(object, "id"))};
}

}  // namespace

std::string read_version(const std::string& health) {
  return text(parse(health).root().object(), "version");
}

std::vector<std::string> read_names(const std::string& answer, std::string_view list) {
  std::vector<std::string> names;
  const Document document = parse(answer);
  const auto found = document.root().object().find(list);
  if (!found || !found->is(Kind::array)) return names;
  found->array().for_each([&](const Value& name) {
    if (name.is(Kind::string)) names.emplace_back(name.string());
  });
  return names;
}

std::string read_text(const std::string& answer, std::string_view member) {
  return text(parse(answer).root().object(), member);
}

TableState read_table(const std::string& described) {
  const Document document = parse(described);
  const auto table = child(document.root().object(), "Table");
  if (!table) throw NoAnswer("its answer describes no table");
  const auto stream = child(*table, "StreamSpecification");
  return {text(*table, "TableName"), whole(*table, "ItemCount"), text(*table, "TableStatus"),
          stream && flag(*stream, "StreamEnabled") ? text(*stream, "StreamViewType") : ""};
}

QueueState read_queue(const std::string& name, const std::string& attributes) {
  const Document document = parse(attributes);
  const auto values = child(document.root().object(), "Attributes");
  if (!values) return {name, "?", "?"};
  return {name, text(*values, "ApproximateNumberOfMessages"),
          text(*values, "ApproximateNumberOfMessagesNotVisible")};
}

std::vector<FunctionState> read_functions(const std::string& answer) {
  std::vector<FunctionState> functions;
  const Document document = parse(answer);
  each(document.root().object(), "Functions", [&](const Object& function) {
    functions.push_back(
        {text(function, "FunctionName"), text(function, "Runtime"), text(function, "Handler")});
  });
  return functions;
}

std::vector<MappingState> read_mappings(const std::string& answer) {
  std::vector<MappingState> mappings;
  const Document document = parse(answer);
  each(document.root().object(), "mappings",
       [&](const Object& mapping) { mappings.push_back(read_mapping(mapping)); });
  return mappings;
}

std::vector<ErrorState> read_discards(const std::string& answer) {
  std::vector<ErrorState> errors;
  const Document document = parse(answer);
  each(document.root().object(), "discards",
       [&](const Object& discard) { errors.push_back(read_discard(discard)); });
  return errors;
}

}  // namespace server::client
