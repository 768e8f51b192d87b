#include "server/options.h"

#include "server/inspect_option.h"
#include "server/option_checks.h"
#include "server/runtime_flag.h"
#include "server/version.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

namespace server {
namespace {

// DynamoDB Local's spelling, without dashes, and ours.
struct Alias {
  std::string_view theirs;
  const char* ours;
};
constexpr std::array<Alias, 9> kAliases = {
    {
     {"port", "--port"},
     {"inMemory", "--in-memory"},
     {"dbPath", "--data-dir"},
     {"sharedDb", "--shared-db"},
     {"cors", "--cors"},
     {"delayTransientStatuses", "--delay-transient-statuses"},
     {"disableTelemetry", "--disable-telemetry"},
     {"optimizeDbBeforeStartup", "--optimize-db-before-startup"},
     {"help", "--help"},
     }
};

// "-inMemory" and "--inMemory" become "--in-memory"; "-cors=x" keeps its value. Ours pass through.
std::string translate(const std::string& argument) {
  const auto name_at = argument.find_first_not_of('-');
  if (name_at == 0 || name_at == std::string::npos || name_at > 2) return argument;
  const auto equals = argument.find('=');
  const std::string_view name = std::string_view(argument).substr(name_at, equals - name_at);
  const auto alias = std::find_if(kAliases.begin(), kAliases.end(),
                                  [&](const Alias& entry) { return entry.theirs == name; });
  if (alias == kAliases.end()) return argument;
  return alias->ours + (equals == std::string::npos ? "" : argument.substr(equals));
}

struct Parsed {
  Options options;
  std::string account = options.scope.account.get();
  std::string region = options.scope.region.get();
  std::string durability = "normal";
  std::string cors;
  std::string allowed_hosts;
  std::string memory_budget = "512MB";
  std::string log_bytes = "1GB";
  std::vector<std::string> runtimes;
  std::vector<std::string> inspected;
  std::string url;  // a subcommand's
  std::vector<std::string> files;
};

void add_server(CLI::App& app, Parsed& parsed) {
  Options& options = parsed.options;
  app.add_option("--host", options.host, "Address to listen on")
      ->check(CLI::Validator(check_host, ""))
      ->capture_default_str();
  app.add_option("--port", options.port, "Port to listen on; 0 takes a free one")
      ->check(CLI::Validator(check_port, "0 to 65535"))
      ->capture_default_str();
  app.add_option("--data-dir", options.data_dir, "Where tables, functions and logs are kept")
      ->capture_default_str();
  app.add_flag("--in-memory", options.in_memory, "Keep everything in memory, lost at exit")
      ->check(CLI::Validator(check_flag, ""));
  app.add_option("--account-id", parsed.account, "Account when the credentials name none")
      ->check(CLI::Validator(check_account_id, "12 DIGITS"))
      ->capture_default_str();
  app.add_option("--region", parsed.region, "Region when the credentials name none")
      ->check(CLI::Validator(check_region, "NAME"))
      ->capture_default_str();
  app.add_option("--durability", parsed.durability, "normal survives kill -9, full also power loss")
      ->check(CLI::IsMember({"normal", "full"}))
      ->capture_default_str();
  app.add_option("--cors", parsed.cors, "Origins of web pages that may use this server")
      ->check(CLI::Validator(check_origins, ""))
      ->type_name("ORIGIN[,...]");
  app.add_option("--allowed-host", parsed.allowed_hosts,
                 "Names by which clients may find this server, besides localhost")
      ->check(CLI::Validator(check_allowed_hosts, ""))
      ->type_name("NAME[,...]");
  app.add_option("--log-level", options.log_level, "What to log to standard error")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}))
      ->capture_default_str();
}

void add_handlers(CLI::App& app, Parsed& parsed) {
  Options& options = parsed.options;
  app.add_flag("--show-logs", options.show_logs, "Print the lines of handlers to standard error")
      ->check(CLI::Validator(check_flag, ""));
  app.add_option("--inspect", parsed.inspected, "Where a function's process listens for a debugger")
      ->check(CLI::Validator(check_inspected, ""))
      ->type_name("NAME=PORT[,...]")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--stream-shards", options.stream_shards,
                 "How many shards a new stream starts with")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option("--spare-processes", options.spare_processes,
                 "How many processes of each runtime wait for a function")
      ->check(CLI::Range(0, 10))
      ->capture_default_str();
  app.add_option("--memory-budget", parsed.memory_budget,
                 "How much may wait in memory: requests, answers, invocations")
      ->check(CLI::Validator(check_memory_budget, "16MB to 64GB"))
      ->capture_default_str();
  app.add_option("--log-bytes", parsed.log_bytes, "How much all log groups keep: the newest events")
      ->check(CLI::Validator(check_log_bytes, "64KB to 1TB"))
      ->capture_default_str();
  app.add_option("--runtime", parsed.runtimes, "By what to run functions of another runtime")
      ->check(CLI::Validator(problem_of_runtimes, ""))
      ->type_name("NAME=COMMAND")
      ->allow_extra_args(false)
      ->take_all();
}

void add_contents(CLI::App& app, Options& options) {
  app.add_option("--seed", options.seeds, "What the server has from its start: a JSON or YAML file")
      ->type_name("FILE")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--template", options.templates, "A SAM or CloudFormation template, as a seed")
      ->type_name("FILE")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--parameter", options.parameters, "A value for a parameter of the templates")
      ->check(CLI::Validator(check_parameter, "KEY=VALUE"))
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);
  app.add_option("--snapshot", options.snapshot,
                 "A snapshot's file, as what an empty data directory begins with")
      ->type_name("FILE")
      ->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  app.add_option("--init-dir", options.init_dirs, "Scripts to run when the server is ready")
      ->type_name("DIR")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->delimiter(',')
      ->allow_extra_args(false);
}

void add_manners(CLI::App& app, Options& options) {
  const CLI::Validator flag(check_flag, "");
  app.add_flag("--shared-db", options.shared_scope,
               "One set of tables for all accounts and regions")
      ->check(flag);
  app.add_flag("--delay-transient-statuses", options.delay_transient_statuses,
               "Let CREATING, UPDATING and the like last a while")
      ->check(flag);
  app.add_flag("--exit-on-stdin-close", options.exit_on_stdin_close,
               "Exit when whoever started this ends: standard input closes")
      ->check(flag);
}

void add_options(CLI::App& app, Parsed& parsed) {
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  add_server(app, parsed);
  add_handlers(app, parsed);
  add_contents(app, parsed.options);
  add_manners(app, parsed.options);
}

// Accepted so that command lines for DynamoDB Local work; there is nothing for them to do here.
void add_ignored(CLI::App& app) {
  app.add_flag("--disable-telemetry")->description("Accepted: there is no telemetry");
  app.add_flag("--optimize-db-before-startup")->description("Accepted: the database needs none");
}

// Whether the flag is on the command line, with its value behind it or in it.
bool is_named(const std::vector<std::string>& arguments, const std::string& flag) {
  return std::any_of(arguments.begin(), arguments.end(), [&](const std::string& argument) {
    return argument == flag || argument.starts_with(flag + "=");
  });
}

// The variables RIVULET_* as flags, but for what the command line names: some may be given more
// than once. (CLI11's own variables would lose against the config file.) An empty variable is as
// good as none, as docker-compose leaves them.
std::vector<std::string> flags_of_environment(const CLI::App& app,
                                              const std::vector<std::string>& given) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_lnames().empty()) continue;
    const std::string& name = option->get_lnames().front();
    if (name == "help" || name == "version" || is_named(given, "--" + name)) continue;
    std::string variable = "RIVULET_" + name;
    for (char& c : variable) {
      c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    const char* const value = std::getenv(variable.c_str());
    if (value && *value != '\0') flags.push_back("--" + name + "=" + value);
  }
  return flags;
}

struct Subcommand {
  Command::Kind kind;
  const char* name;
  const char* description;
  bool has_scope;
};
constexpr std::array<Subcommand, 4> kSubcommands = {
    {
     {Command::Kind::healthcheck, "healthcheck", "Exit 0 when the server is healthy", false},
     {Command::Kind::env, "env", "Print exports for a shell: eval \"$(rivulet env)\"", true},
     {Command::Kind::status, "status", "Show what a running server has", true},
     {Command::Kind::seed, "seed", "Give a running server what seeds have", true},
     }
};

void add_account_and_region(CLI::App& app, Parsed& parsed) {
  app.add_option("--account", parsed.account, "Whose resources: the account")
      ->check(CLI::Validator(check_account_id, "12 DIGITS"))
      ->capture_default_str();
  app.add_option("--region", parsed.region, "The region")
      ->check(CLI::Validator(check_region, "NAME"))
      ->capture_default_str();
}

void add_server(CLI::App& app, const Subcommand& subcommand, Parsed& parsed) {
  if (subcommand.kind != Command::Kind::seed) {
    app.add_option("--url", parsed.url, "The server's address");
    return;
  }
  app.add_option("URL", parsed.url, "The server's address")->required();
  app.add_option("FILE", parsed.files, "Seeds")
      ->required()
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_subcommands(CLI::App& app, Parsed& parsed) {
  for (const Subcommand& each : kSubcommands) {
    CLI::App* const subcommand = app.add_subcommand(each.name, each.description);
    add_server(*subcommand, each, parsed);
    if (each.has_scope) add_account_and_region(*subcommand, parsed);
  }
  app.require_subcommand(0, 1);
}

// Where the server is, unless --url says it: at the port that is given, else for what shows its
// state where the exports of `rivulet env` say, else at the port that it has by itself.
std::string default_url(const CLI::App& app, Command::Kind kind, int port) {
  const char* const exported = std::getenv("AWS_ENDPOINT_URL");
  const bool is_exported = exported && *exported != '\0';
  if (kind == Command::Kind::status && is_exported && app.count("--port") == 0) return exported;
  return "http://127.0.0.1:" + std::to_string(port);
}

// nullopt: the program is to serve.
std::optional<Command> command_of(const CLI::App& app, const Parsed& parsed) {
  for (const Subcommand& each : kSubcommands) {
    if (!app.got_subcommand(each.name)) continue;
    return Command{
        each.kind,
        parsed.url.empty() ? default_url(app, each.kind, parsed.options.port) : parsed.url,
        parsed.files,
        {core::AccountId(parsed.account), core::Region(parsed.region)}
    };
  }
  return std::nullopt;
}

}  // namespace

std::variant<Options, Command, Exit> parse_options(int argc, const char* const* argv) {
  Parsed parsed;
  CLI::App app("A local DynamoDB with live streams and Lambda triggers", "rivulet");
  add_options(app, parsed);
  add_ignored(app);
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.set_config("--config", "", "A file of options, one `name = value` a line")
      ->check(CLI::Validator(check_config, ""));
  app.set_version_flag("--version", "rivulet " + std::string(kVersion));
  add_subcommands(app, parsed);

  std::vector<std::string> given;
  for (int i = 1; i < argc; ++i) given.push_back(translate(argv[i]));
  std::vector<std::string> arguments = flags_of_environment(app, given);
  arguments.insert(arguments.end(), given.begin(), given.end());
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    const int code = app.exit(error, out, out);
    return Exit{code == 0 ? 0 : 2, out.str()};
  }
  Options& options = parsed.options;
  if (auto command = command_of(app, parsed)) return *std::move(command);
  options.scope = {core::AccountId(parsed.account), core::Region(parsed.region)};
  options.cors = split_list(parsed.cors);
  options.allowed_hosts = split_list(parsed.allowed_hosts);
  options.memory_budget_bytes = *parse_memory_budget(parsed.memory_budget);
  options.runtimes = parse_runtimes(parsed.runtimes);
  options.log_bytes = *parse_log_bytes(parsed.log_bytes);
  options.full_durability = parsed.durability == "full";
  options.inspected = inspected_functions(parsed.inspected);
  if (const auto port = port_of_two(options.inspected)) {
    return Exit{2, fmt::format("--inspect: two functions can't listen at port {}\n", *port)};
  }
  return options;
}

}  // namespace server
