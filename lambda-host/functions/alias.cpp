#include "lambda-host/functions/alias.h"

#include "core/json/value.h"

#include <fmt/format.h>

#include <stdexcept>

namespace lambda_host {
namespace {

using core::json::Kind;
using core::json::Object;
using core::json::Writer;

void write_weights(Writer& writer, std::string_view name,
                   const std::map<std::string, double>& weights) {
  writer.key(name).begin_object();
  for (const auto& [version, weight] : weights) writer.key(version).number(weight);
  writer.end_object();
}

std::string require_text(const Object& stored, std::string_view name) {
  const auto value = stored.find(name);
  if (!value || !value->is(Kind::string)) {
    throw std::runtime_error("stored alias: no " + std::string(name));
  }
  return std::string(value->string());
}

}  // namespace

const std::string& routed_version(const Alias& alias, double fraction) {
  for (const auto& [version, weight] : alias.weights) {
    if (fraction < weight) return version;
    fraction -= weight;
  }
  return alias.function_version;
}

bool refers_to(const Alias& alias, const std::string& version) {
  return alias.function_version == version || alias.weights.count(version) > 0;
}

// Members in alphabetical order, as AWS was recorded to answer.
void write_alias(Writer& writer, const Alias& alias, std::string_view function_arn) {
  writer.begin_object();
  writer.member("AliasArn", fmt::format("{}:{}", function_arn, alias.name));
  writer.member("Description", alias.description);
  writer.member("FunctionVersion", alias.function_version).member("Name", alias.name);
  writer.member("RevisionId", alias.revision_id);
  if (!alias.weights.empty()) {
    writer.key("RoutingConfig").begin_object();
    write_weights(writer, "AdditionalVersionWeights", alias.weights);
    writer.end_object();
  }
  writer.end_object();
}

std::string write_stored_alias(const Alias& alias) {
  Writer writer;
  writer.begin_object().member("name", alias.name);
  writer.member("function_version", alias.function_version);
  writer.member("description", alias.description).member("revision_id", alias.revision_id);
  write_weights(writer, "weights", alias.weights);
  writer.end_object();
  return writer.take();
}

Alias read_stored_alias(std::string text) {
  const auto document = core::json::Document::parse(std::move(text));
  if (!document.root().is(Kind::object)) throw std::runtime_error("stored alias: no object");
  const Object stored = document.root().object();
  Alias alias;
  alias.name = require_text(stored, "name");
  alias.function_version = require_text(stored, "function_version");
  alias.description = require_text(stored, "description");
  alias.revision_id = require_text(stored, "revision_id");
  const auto weights = stored.find("weights");
  if (!weights || !weights->is(Kind::object)) throw std::runtime_error("stored alias: no weights");
  weights->object().for_each([&](const core::json::Member& member) {
    alias.weights[std::string(member.name)] = member.value.number();
  });
  return alias;
}

}  // namespace lambda_host
