#include "lambda-host/functions/event_invoke_config.h"

#include "core/arn.h"
#include "core/limits.h"
#include "core/time_text.h"
#include "lambda-host/body_members.h"

#include <fmt/format.h>

#include <stdexcept>

namespace lambda_host {
namespace {

namespace limits = core::limits;
using core::json::Object;
using core::json::Writer;

std::string read_side(const Object& destinations, std::string_view side) {
  const auto object = body_object(destinations, side);
  return object ? body_string(*object, "Destination").value_or("") : "";
}

void check_limits(const EventInvokeSettings& settings) {
  Constraints constraints;
  if (settings.max_retries) {
    constraints.check_range(*settings.max_retries, "maximumRetryAttempts", 0,
                            limits::kMaxEventRetries);
  }
  if (settings.max_age_seconds) {
    constraints.check_range(*settings.max_age_seconds, "maximumEventAgeInSeconds",
                            limits::kMinEventAge.count(), limits::kMaxEventAge.count());
  }
  if (settings.destinations) {
    check_destination_text(settings.destinations->on_success,
                           "destinationConfig.onSuccess.destination", constraints);
    check_destination_text(settings.destinations->on_failure,
                           "destinationConfig.onFailure.destination", constraints);
  }
  constraints.require_none();
}

// A bucket takes failures only (Lambda guide, "Capturing records of Lambda asynchronous
// invocations").
bool takes_successes(std::optional<DestinationKind> kind) {
  return kind && kind != DestinationKind::bucket;
}

void refuse_event_bus(const std::string& arn) {
  const auto parts = core::parse_arn(arn);
  if (!parts || parts->service != "events") return;
  throw_invalid_parameter(fmt::format(
      "Rivulet doesn't support event buses as destinations: use a queue, a topic, a function or, "
      "for failures, a bucket ({}).",
      arn));
}

void refuse_itself(const FunctionReference& function, const std::string& arn) {
  const std::string own = core::function_arn(function.scope, function.name);
  if (arn != own && !arn.starts_with(own + ":")) return;
  throw_invalid_parameter("You can't specify the function as a destination for itself.");
}

void write_side(Writer& writer, std::string_view side, const std::string& arn) {
  writer.key(side).begin_object();
  if (!arn.empty()) writer.member("Destination", arn);
  writer.end_object();
}

void write_number(Writer& writer, std::string_view name, std::optional<int> number) {
  if (number) writer.member(name, *number);
}

}  // namespace

EventInvokeSettings read_event_invoke_settings(const Object& body) {
  EventInvokeSettings settings;
  settings.max_retries = body_int(body, "MaximumRetryAttempts");
  settings.max_age_seconds = body_int(body, "MaximumEventAgeInSeconds");
  if (const auto destinations = body_object(body, "DestinationConfig")) {
    settings.destinations = {read_side(*destinations, "OnSuccess"),
                             read_side(*destinations, "OnFailure")};
  }
  check_limits(settings);
  if (settings.max_retries || settings.max_age_seconds || settings.destinations) return settings;
  throw_invalid_parameter(
      "You must specify at least one of error handling or destination setting.");
}

void check_destination_kinds(const FunctionReference& function, const DestinationConfig& config) {
  for (const std::string& arn : {config.on_success, config.on_failure}) {
    refuse_event_bus(arn);
    refuse_itself(function, arn);
  }
  const bool success_fits =
      config.on_success.empty() || takes_successes(destination_kind(config.on_success));
  const bool failure_fits = config.on_failure.empty() || destination_kind(config.on_failure);
  if (!success_fits || !failure_fits) throw_wrong_destination(config);
}

void apply(const EventInvokeSettings& settings, EventInvokeConfig& config) {
  if (settings.max_retries) config.max_retries = settings.max_retries;
  if (settings.max_age_seconds) config.max_age_seconds = settings.max_age_seconds;
  if (settings.destinations) config.destinations = *settings.destinations;
}

FunctionReference event_target(FunctionReference function) {
  if (function.qualifier.empty()) function.qualifier = kLatestVersion;
  return function;
}

std::optional<EventInvokeConfig> find_event_invoke_config(const FunctionRegistry& functions,
                                                          const FunctionReference& target) {
  const std::string* stored = functions.attachment(FunctionPart::event_invoke_config, target.scope,
                                                   target.name, target.qualifier);
  if (!stored) return std::nullopt;
  return read_stored_event_invoke_config(*stored);
}

void write_event_invoke_config(Writer& writer, const EventInvokeConfig& config,
                               const FunctionReference& target) {
  writer.begin_object().key("DestinationConfig").begin_object();
  write_side(writer, "OnFailure", config.destinations.on_failure);
  write_side(writer, "OnSuccess", config.destinations.on_success);
  writer.end_object().member("FunctionArn", qualified_arn(target));
  writer.key("LastModified").raw(core::epoch_seconds_text(config.last_modified));
  write_number(writer, "MaximumEventAgeInSeconds", config.max_age_seconds);
  write_number(writer, "MaximumRetryAttempts", config.max_retries);
  writer.end_object();
}

std::string write_stored_event_invoke_config(const EventInvokeConfig& config) {
  Writer writer;
  writer.begin_object();
  write_number(writer, "max_retries", config.max_retries);
  write_number(writer, "max_age_seconds", config.max_age_seconds);
  writer.member("on_success", config.destinations.on_success);
  writer.member("on_failure", config.destinations.on_failure);
  writer.member("last_modified", core::epoch_milliseconds(config.last_modified)).end_object();
  return writer.take();
}

EventInvokeConfig read_stored_event_invoke_config(std::string text) {
  const auto document = core::json::Document::parse(std::move(text));
  const Object stored = document.root().object();
  const auto modified = stored.find("last_modified");
  if (!modified) throw std::runtime_error("stored event invoke config: no last_modified");
  EventInvokeConfig config;
  config.max_retries = body_int(stored, "max_retries");
  config.max_age_seconds = body_int(stored, "max_age_seconds");
  config.destinations = {body_string(stored, "on_success").value_or(""),
                         body_string(stored, "on_failure").value_or("")};
  config.last_modified = core::from_epoch_milliseconds(modified->integer());
  return config;
}

}  // namespace lambda_host
