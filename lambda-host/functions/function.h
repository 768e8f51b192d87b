#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "lambda-host/functions/code_directory.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// What is known of a function: plain values. The JSON forms are in function_json.h.
namespace lambda_host {

inline constexpr const char* kLatestVersion = "$LATEST";

using Variables = std::map<std::string, std::string>;

enum class LogFormat { text, json };

struct LoggingConfiguration {
  LogFormat format = LogFormat::text;
  std::string group;                                 // "/aws/lambda/NAME" unless it was given
  std::optional<std::string> application_log_level;  // only with JSON
  std::optional<std::string> system_log_level;       // the same

  friend bool operator==(const LoggingConfiguration&, const LoggingConfiguration&) = default;
};

// Kept and shown: a handler runs in the network of this machine.
struct VpcConfiguration {
  std::vector<std::string> subnet_ids;
  std::vector<std::string> security_group_ids;
  bool allows_ipv6 = false;

  friend bool operator==(const VpcConfiguration&, const VpcConfiguration&) = default;
};

// One version of a function as it stands once its transition is over (State Active).
struct FunctionConfiguration {
  core::Scope scope;
  core::FunctionName name;
  std::string version = kLatestVersion;
  std::int64_t last_version = 0;      // of $LATEST: the number that was given last
  std::string published_description;  // of a version: the description of $LATEST at the time
  std::string runtime;                // as given: "nodejs20.x"
  std::string handler;
  std::string role;
  std::string description;
  int timeout_seconds = 3;
  int memory_megabytes = 128;
  int ephemeral_storage_megabytes = 512;
  std::optional<Variables> environment;  // nullopt: none was ever given
  std::string architecture = "x86_64";
  std::string code_sha256;  // base64, of the zip
  std::int64_t code_size_bytes = 0;
  // The last part of the code directory's path: each upload has one of its own.
  std::string code_id;
  std::string code_folder;  // the user's, from which it is run; empty: an upload
  core::WallTime last_modified;
  std::string revision_id;
  LoggingConfiguration logging;
  std::string tracing_mode = "PassThrough";
  std::optional<std::string> dead_letter_target;
  std::vector<LayerUse> layers;
  std::optional<VpcConfiguration> vpc;  // nullopt: none was ever given
  std::string kms_key_arn;              // kept and shown, as is the next one
  std::string snap_start = "None";
  Variables tags;

  friend bool operator==(const FunctionConfiguration&, const FunctionConfiguration&) = default;
};

// A configuration with the code it runs. Never changes: an update makes a new one, and whoever
// still holds the old one (a running handler process) keeps its code on the disk.
struct Deployment {
  FunctionConfiguration configuration;
  std::shared_ptr<const CodeDirectory> code;
  // Those of one id differ in nothing that a handler sees, and share its processes. Ids are given
  // anew by each start of the program.
  std::uint64_t id = 0;
};
using DeploymentPtr = std::shared_ptr<const Deployment>;

// "arn:P:lambda:R:A:function:F", without a qualifier.
std::string unqualified_arn(const FunctionConfiguration& configuration);
// "F", and ":7" for a published version.
std::string version_key(const FunctionConfiguration& configuration);

}  // namespace lambda_host
