#include "lambda-host/processes/launch.h"

#include "lambda-host/functions/runtime.h"
#include "lambda-host/functions/session_token.h"
#include "lambda-host/processes/bootstrap_files.h"
#include "lambda-host/processes/debugger.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cctype>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <utility>

namespace lambda_host {
namespace {

std::string own_variable(const char* name, const char* otherwise = "") {
  const char* value = std::getenv(name);
  return value && *value ? value : otherwise;
}

void append_path(std::string& path, const std::string& more) {
  if (more.empty()) return;
  if (!path.empty()) path += ":";
  path += more;
}

// Where a process finds its function's layers; where they are on AWS if there are none.
std::filesystem::path opt_root(const Deployment& deployment, const OptMount& mount) {
  if (mount || deployment.configuration.layers.empty()) return "/opt";
  return std::filesystem::absolute(deployment.code->opt_root());
}

std::string node_path(const FunctionConfiguration& f, const std::string& runtime_directory,
                      const std::string& task_root, const std::string& opt) {
  std::string major;
  for (const char c : f.runtime) {
    if (std::isdigit(static_cast<unsigned char>(c))) major += c;
    if (c == '.') break;
  }
  std::string path = fmt::format(
      "{3}/nodejs/node{0}/node_modules:{3}/nodejs/node_modules:{1}/node_modules:{1}:{2}", major,
      runtime_directory, task_root, opt);
  append_path(path, own_variable("NODE_PATH"));
  return path;
}

// What a layer has comes before what the runtime has (Lambda guide, "Packaging your layer
// content").
std::string python_path(const FunctionConfiguration& f, const std::string& runtime_directory,
                        const std::string& opt) {
  std::string path;
  if (!f.layers.empty()) {
    path = fmt::format("{0}/python/lib/{1}/site-packages:{0}/python", opt, f.runtime);
  }
  append_path(path, runtime_directory);
  append_path(path, own_variable("PYTHONPATH"));
  return path;
}

// Nobody listens there: X-Ray's clients send datagrams, and need no answer.
void set_tracing(Variables& v) {
  v["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR";
  v["AWS_XRAY_DAEMON_ADDRESS"] = "127.0.0.1:2000";
  v["_AWS_XRAY_DAEMON_ADDRESS"] = "127.0.0.1";
  v["_AWS_XRAY_DAEMON_PORT"] = "2000";
}

// Lambda guide, "Defined runtime environment variables", and the recorded environments.
void set_general(Variables& v, const FunctionConfiguration& f, const HostOptions& options,
                 const LaunchParameters& parameters) {
  const std::string& region = f.scope.region.get();
  v["AWS_REGION"] = region;
  v["AWS_DEFAULT_REGION"] = region;
  // The access key names the account, so that calls a handler makes stay in it.
  v["AWS_ACCESS_KEY_ID"] = f.scope.account.get();
  v["AWS_SECRET_ACCESS_KEY"] = "rivulet";
  v["AWS_SESSION_TOKEN"] = session_token(f.name);
  if (!options.endpoint_url.empty()) v["AWS_ENDPOINT_URL"] = options.endpoint_url;
  v["AWS_LAMBDA_FUNCTION_NAME"] = f.name.get();
  v["AWS_LAMBDA_FUNCTION_VERSION"] = f.version;
  v["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = std::to_string(f.memory_megabytes);
  v["AWS_LAMBDA_INITIALIZATION_TYPE"] =
      parameters.provisioned ? "provisioned-concurrency" : "on-demand";
  v["AWS_LAMBDA_LOG_GROUP_NAME"] = f.logging.group;
  v["AWS_LAMBDA_LOG_STREAM_NAME"] = parameters.log_stream;
  if (f.logging.format == LogFormat::json) v["AWS_LAMBDA_LOG_FORMAT"] = "JSON";
  if (f.logging.application_log_level) {
    v["AWS_LAMBDA_LOG_LEVEL"] = *f.logging.application_log_level;
  }
  v["AWS_LAMBDA_RUNTIME_API"] = parameters.runtime_api;
  set_tracing(v);
  v["_HANDLER"] = f.handler;
}

void set_places(Variables& v, const std::string& task_root, const std::string& runtime_directory,
                const std::string& opt) {
  v["LAMBDA_TASK_ROOT"] = task_root;
  v["LAMBDA_RUNTIME_DIR"] = runtime_directory;
  v["PWD"] = task_root;
  v["SHLVL"] = "0";
  v["TZ"] = ":UTC";
  v["LANG"] = "en_US.UTF-8";
  v["PATH"] = own_variable("PATH", "/usr/local/bin:/usr/bin:/bin") + ":" + opt + "/bin";
  v["LD_LIBRARY_PATH"] = fmt::format("{0}:{0}/lib:{1}/lib", task_root, opt);
}

void set_of_family(Variables& v, RuntimeFamily family, const FunctionConfiguration& f,
                   const std::string& opt) {
  if (family == RuntimeFamily::provided) return;  // recorded: neither of these two
  v["AWS_EXECUTION_ENV"] = "AWS_Lambda_" + f.runtime;
  v["_LAMBDA_TELEMETRY_LOG_FD"] = std::to_string(kTelemetryDescriptor);
  if (family == RuntimeFamily::node) {
    v["NODE_PATH"] = node_path(f, v["LAMBDA_RUNTIME_DIR"], v["LAMBDA_TASK_ROOT"], opt);
  } else if (family == RuntimeFamily::python) {
    v["PYTHONPATH"] = python_path(f, v["LAMBDA_RUNTIME_DIR"], opt);
    v["LC_CTYPE"] = "C.UTF-8";
  }
}

// A function may be older than the command that it was made for.
const std::string& require_command(const HostOptions& options, const std::string& runtime) {
  const auto command = options.runtime_commands.find(runtime);
  if (command == options.runtime_commands.end()) {
    throw std::runtime_error(no_command_text(runtime));
  }
  return command->second;
}

// Node.js's own inspector; Python's is a package that may be missing.
std::vector<std::string> inspected_arguments(RuntimeFamily family, const Interpreters& interpreters,
                                             const std::filesystem::path& runtime_directory,
                                             std::uint16_t port) {
  if (family == RuntimeFamily::python) {
    return {interpreters.python, "-u", runtime_directory / "rivulet_debugger.py",
            std::to_string(port)};
  }
  return {interpreters.node, fmt::format("--inspect=127.0.0.1:{}", port),
          runtime_directory / "node.mjs"};
}

std::vector<std::string> arguments(RuntimeFamily family, const Interpreters& interpreters,
                                   const std::filesystem::path& bootstrap,
                                   const std::filesystem::path& runtime_directory,
                                   std::optional<std::uint16_t> inspector_port) {
  if (inspector_port && family != RuntimeFamily::provided) {
    return inspected_arguments(family, interpreters, runtime_directory, *inspector_port);
  }
  switch (family) {
    case RuntimeFamily::node: return {interpreters.node, (runtime_directory / "node.mjs")};
    case RuntimeFamily::python:
      // -u: what was printed must be seen even if the process is killed.
      return {interpreters.python, "-u", (runtime_directory / "python.py")};
    case RuntimeFamily::provided: return {bootstrap};
    case RuntimeFamily::foreign: break;
  }
  __builtin_unreachable();
}

// What AWS's own bootstraps do with a wrapper: "$0" is the wrapper, "$@" what it is to start.
constexpr const char* kWrapperScript =
    R"([ -f "$0" ] || { echo "$0: does not exist"; exit 127; }
[ -x "$0" ] || { echo "$0: is not an executable"; exit 126; }
exec "$0" "$@")";

// A path that begins with a place of AWS's, where that place is here.
std::string placed(const std::string& path, std::string_view place,
                   const std::filesystem::path& here) {
  return path.starts_with(place) ? (here / path.substr(place.size())).string() : path;
}

// AWS_LAMBDA_EXEC_WRAPPER names a program that starts the runtime in its stead (Lambda guide,
// "Using a wrapper script"). OS-only runtimes have none: their bootstrap is the function's own.
void wrap(std::vector<std::string>& arguments, const std::string& wrapper,
          const std::filesystem::path& task_root, const std::filesystem::path& opt) {
  const std::string program = placed(placed(wrapper, "/var/task/", task_root), "/opt/", opt);
  arguments.insert(arguments.begin(), {"/bin/sh", "-c", kWrapperScript, program});
}

SpawnRequest make_request(std::vector<std::string> arguments, const Variables& variables,
                          const std::filesystem::path& directory, const HostOptions& options,
                          const std::filesystem::path& runtime_directory) {
  SpawnRequest request;
  request.keeper = runtime_directory / kKeeperName;
  request.arguments = std::move(arguments);
  request.directory = directory.string();
  request.open_files = options.open_files;
  for (const auto& [name, value] : variables)
    request.environment.push_back(fmt::format("{}={}", name, value));
  return request;
}

std::vector<std::string> program_of(const Deployment& deployment, RuntimeFamily family,
                                    const HostOptions& options, const Interpreters& interpreters,
                                    const std::filesystem::path& runtime_directory) {
  const FunctionConfiguration& f = deployment.configuration;
  if (family == RuntimeFamily::foreign) {
    const std::string command = require_command(options, f.runtime);
    return {"/bin/sh", "-c", command};
  }
  return arguments(family, interpreters, std::filesystem::absolute(find_bootstrap(deployment)),
                   runtime_directory, inspector_port(options, f));
}

}  // namespace

std::filesystem::path find_bootstrap(const Deployment& deployment) {
  const FunctionConfiguration& f = deployment.configuration;
  // AWS's runtime for Go started the program that the handler names.
  const bool is_go = f.runtime == "go1.x";
  std::filesystem::path own = deployment.code->task_root() / (is_go ? f.handler : "bootstrap");
  if (is_go && ::access(own.c_str(), X_OK) != 0) own.replace_filename("bootstrap");
  if (f.layers.empty() || ::access(own.c_str(), X_OK) == 0) return own;
  return deployment.code->opt_root() / "bootstrap";
}

SpawnRequest make_launch(const Deployment& deployment, const HostOptions& options,
                         const Interpreters& interpreters, const LaunchParameters& parameters) {
  const FunctionConfiguration& f = deployment.configuration;
  const RuntimeFamily family = runtime_family(f.runtime);
  const std::filesystem::path task_root = std::filesystem::absolute(deployment.code->task_root());
  const std::filesystem::path opt = opt_root(deployment, parameters.opt);
  Variables variables;
  set_general(variables, f, options, parameters);
  set_places(variables, task_root.string(), parameters.runtime_directory.string(), opt.string());
  set_of_family(variables, family, f, opt.string());
  // Python would leave what it has compiled in the user's folder.
  if (!deployment.code->folder().empty()) variables["PYTHONDONTWRITEBYTECODE"] = "1";
  // The function may change the unreserved ones, PATH or TZ for instance.
  for (const auto& [name, value] : f.environment.value_or(Variables{})) variables[name] = value;
  std::vector<std::string> program =
      program_of(deployment, family, options, interpreters, parameters.runtime_directory);
  const auto wrapper = variables.find("AWS_LAMBDA_EXEC_WRAPPER");
  if (wrapper != variables.end() && !wrapper->second.empty() && family != RuntimeFamily::provided) {
    wrap(program, wrapper->second, task_root, opt);
  }
  SpawnRequest request =
      make_request(std::move(program), variables, task_root, options, parameters.runtime_directory);
  request.opt = parameters.opt;
  return request;
}

SpawnRequest make_spare_launch(RuntimeFamily family, const HostOptions& options,
                               const Interpreters& interpreters,
                               const LaunchParameters& parameters) {
  const std::string directory = parameters.runtime_directory.string();
  Variables variables;
  variables["AWS_LAMBDA_RUNTIME_API"] = parameters.runtime_api;
  set_places(variables, directory, directory, "/opt");
  if (family == RuntimeFamily::python) {
    variables["PYTHONPATH"] = python_path({}, directory, "/opt");
    variables["LC_CTYPE"] = "C.UTF-8";
  }
  SpawnRequest request =
      make_request(arguments(family, interpreters, {}, parameters.runtime_directory, std::nullopt),
                   variables, parameters.runtime_directory, options, parameters.runtime_directory);
  request.opt = parameters.opt;
  return request;
}

}  // namespace lambda_host
