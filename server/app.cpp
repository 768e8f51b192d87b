#include "server/app.h"

#include "core/adjustable_clock.h"
#include "core/memory_budget.h"
#include "core/partiql/statement_cache.h"
#include "lambda-host/alarm.h"
#include "lambda-host/events/async_invocations.h"
#include "lambda-host/functions/function_json.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "lambda-host/processes/bootstrap_files.h"
#include "lambda-host/processes/handler_pool.h"
#include "lambda-host/program_search.h"
#include "lambda-host/worker_pool.h"
#include "server/all_chores.h"
#include "server/chores.h"
#include "server/cleaner.h"
#include "server/client/exports.h"
#include "server/control/drains.h"
#include "server/control/replay.h"
#include "server/dispatcher.h"
#include "server/faults/fault_list.h"
#include "server/function_table.h"
#include "server/hot_reload.h"
#include "server/http/listener.h"
#include "server/http/runtime_mount.h"
#include "server/init_hooks.h"
#include "server/input_watch.h"
#include "server/log_sink.h"
#include "server/open_database.h"
#include "server/open_files.h"
#include "server/operations/backups/restoring.h"
#include "server/operations/items/idempotency.h"
#include "server/operations/queues/queues.h"
#include "server/operations/transfers/transfers.h"
#include "server/own_destinations.h"
#include "server/own_object_access.h"
#include "server/own_request.h"
#include "server/part_options.h"
#include "server/queue_source.h"
#include "server/s3/own_objects.h"
#include "server/saved_worlds.h"
#include "server/shown_logs.h"
#include "storage/catalog.h"
#include "storage/checkpointer.h"
#include "storage/files/data_directory.h"
#include "storage/history_sweep.h"
#include "storage/log_table.h"
#include "storage/writer.h"
#include "streams/log_stream_source.h"
#include "streams/shard_log.h"
#include "streams/stream_registry.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <csignal>
#include <optional>
#include <string_view>
#include <utility>

namespace server {
namespace {

namespace asio = boost::asio;
using storage::files::DataDirectory;

constexpr std::size_t kWorkers = 2;
// Parsed bodies of which each may take a hundred megabytes.
constexpr std::size_t kResultsAhead = 1;
constexpr std::chrono::seconds kShutdownPatience{5};
constexpr std::chrono::milliseconds kShutdownCheck{20};

DataDirectory directory_of(const Options& options) {
  return options.in_memory ? DataDirectory::temporary() : DataDirectory::at(options.data_dir);
}

// With what an earlier layout of the directory kept elsewhere.
const storage::files::OwnedDirectory& code_root(const DataDirectory& directory,
                                                lambda_host::FunctionStore& store) {
  for (auto& stored : store.load_all(lambda_host::FunctionPart::version)) {
    directory.take_over_code(
        lambda_host::read_stored_configuration(*std::move(stored.text)).code_id);
  }
  return directory.functions();
}

std::vector<Cleaner::Step> cleaning(const Options& options, storage::files::Trash& trash) {
  std::vector<Cleaner::Step> steps = {
      [&trash](std::size_t entries) { return trash.remove_some(entries); }};
  if (options.in_memory) {
    steps.emplace_back([](std::size_t entries) {
      return storage::files::remove_abandoned(entries, lambda_host::kill_users_of);
    });
  }
  return steps;
}

void warn_of_outside(const std::string& host, std::uint16_t port) {
  spdlog::warn(
      "{} isn't loopback: whoever reaches port {} from another machine can run code as this user",
      host, port);
}

std::unique_ptr<http::Listener> listen(asio::io_context& context, const Options& options,
                                       const OpenFiles& files, core::MemoryBudget& memory,
                                       const Dispatcher& dispatcher) {
  const auto serve = [&dispatcher](core::HttpRequest request, core::HttpReply reply) {
    dispatcher.serve(std::move(request), std::move(reply));
  };
  http::ListenerLimits limits;
  limits.connections = connections_within(files.limit);
  try {
    return std::make_unique<http::Listener>(
        context, options.host, options.port, serve, limits,
        http::SessionLimits{
            .max_body_bytes = [](const core::HttpRequest& head) { return max_body_bytes(head); },
            .memory = &memory});
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error(fmt::format("can't listen on {}:{}: {}", options.host, options.port,
                                         error.code().message()));
  }
}

}  // namespace

struct App::Parts {
  explicit Parts(const Options& options)
      : memory(options.memory_budget_bytes),
        directory(directory_of(options)),
        connection(open_database(options, directory)),
        catalog(connection),
        writer(connection, catalog, clock,
               [this](std::function<void()> call) { asio::post(context, std::move(call)); }),
        backups(connection),
        copies(connection, catalog, backups, writer),
        streams(connection, catalog, writer, clock, options.stream_shards),
        shard_log(connection, writer.next_sequence()),
        logs(connection),
        queues(connection, writer, clock, lambda_host::loop_alarms(context)()),
        log_writer(writer, logs, clock, lambda_host::loop_alarms(context)()),
        shown_logs(options.show_logs ? shown_on_standard_error(log_writer) : nullptr),
        objects({connection, writer, clock, directory.own().find_or_make("buckets"),
                 options.full_durability, runner(workers)}),
        topics(connection, writer),
        workers(context, kWorkers, kResultsAhead),
        cleaner(workers, cleaning(options, directory.trash())),
        function_table(connection, writer),
        functions(function_table, clock, code_root(directory, function_table)),
        async_invocations({connection, writer, functions, handlers, destinations, clock,
                           lambda_host::loop_alarms(context)}),
        runtime_mount(context),
        bootstraps(directory.own()),
        handlers(context, functions, runtime_mount, shown_logs ? *shown_logs : log_writer, clock,
                 bootstraps, host_options(options, open_files, memory)),
        hot_reload(context, functions),
        stream_source(shard_log, streams, writer),
        destinations({queues, writer, objects, topics, services}),
        mappings(connection, writer, functions,
                 {stream_source, handlers, clock, lambda_host::loop_alarms(context), destinations,
                  &faults}),
        queue_source(queues),
        queue_mappings(connection, writer, functions,
                       {queue_source, handlers, clock, lambda_host::loop_alarms(context), &faults}),
        services{settings_of(options),
                 clock,
                 catalog,
                 writer,
                 backups,
                 copies,
                 streams,
                 shard_log,
                 logs,
                 queues,
                 functions,
                 handlers,
                 mappings,
                 queue_mappings,
                 runner(workers),
                 transaction_tokens,
                 async_invocations,
                 statements},
        object_access(objects, services.run_on_worker),
        transfers(connection, object_access, services),
        chores(all_chores({catalog, writer, backups, copies, logs, streams, shard_log, clock,
                           options.log_bytes},
                          queues, objects, transfers, clock, memory, workers),
               lambda_host::loop_alarms(context)()),
        drains({mappings, queue_mappings, async_invocations, lambda_host::loop_alarms(context),
                [this] { commit(); }}),
        worlds{services,
               objects,
               topics,
               [this](const auto& scopes) { return handlers.end_all(scopes); },
               [this](const auto& scopes) { log_writer.drop(scopes); },
               [this] { return url(); }},
        saved(connection, worlds, directory, lambda_host::loop_alarms(context)),
        gate(faults, services, memory, lambda_host::loop_alarms(context)),
        dispatcher(services,
                   {services, clock, chores, drains, replays, stream_source, worlds,
                    saved.snapshots, saved.restorations, saved.resets, saved.files, faults, health},
                   objects, topics, gate,
                   protocol::OriginPolicy(
                       options.cors, protocol::HostPolicy(options.host, options.allowed_hosts))),
        listener(listen(context, options, open_files, memory, dispatcher)),
        signals(context, SIGTERM, SIGINT),
        shutdown_timer(context) {
    if (!options.in_memory) {
      checkpointer = std::make_unique<storage::Checkpointer>(directory.database());
      checkpointer->attach(connection);
    }
    if (options.exit_on_stdin_close) {
      input_watch.emplace(context, STDIN_FILENO, [this] { stop("standard input closed"); });
    }
    if (!listener->is_on_loopback()) warn_of_outside(options.host, listener->port());
    writer.set_listener(shard_log);
    operations::resume_restoring(services);
    transfers.resume();
    clock.on_jump([this](core::WallTime before) { clock_jumped(before); });
    directory.trash().set_listener([this] { asio::post(context, [this] { cleaner.wake(); }); });
    cleaner.wake();
    services.read_object = [this](const auto& scope, const auto& bucket, const auto& key,
                                  std::size_t max_bytes, const auto& done) {
      s3::read_own_object(objects, scope, bucket, key, max_bytes, done);
    };
    functions.set_durable(options.full_durability);
    functions.set_runtimes(lambda_host::Runtimes(
        [](const std::string& program) { return lambda_host::find_program(program).has_value(); },
        options.runtimes));
    host = options.host;
    handlers.set_endpoint_url(url());
    handlers.resume();
    async_invocations.resume();
    saved.restorations.resume();
    await_signal();
    handlers.expect_children([this] { return init_hooks->keepers(); });
    init_hooks = std::make_unique<InitHooks>(
        context, handlers.starter(),
        InitHooks::Plan{init_scripts(options.init_dirs),
                        bootstraps.directory() / lambda_host::kKeeperName,
                        environment_with(client::sdk_variables(url(), options.scope))},
        health);
  }

  ~Parts() { directory.trash().set_listener({}); }

  std::string url() const {
    const bool v6 = host.find(':') != std::string::npos;
    return fmt::format("http://{}:{}", v6 ? "[" + host + "]" : host, listener->port());
  }

  void clock_jumped(core::WallTime before);
  // All that waits to be written.
  void commit();
  void await_signal();
  // Ends what runs, within a bound, and then the loop.
  void stop(std::string_view why);
  void shut_down(std::chrono::steady_clock::time_point deadline);

  OpenFiles open_files = raise_open_files();
  core::MemoryBudget memory;  // outlives whatever has a share of it, as the loop may to the last
  DataDirectory directory;    // outlives what the loop still holds when it goes
  asio::io_context context{1};
  core::SystemClock system_clock;
  core::AdjustableClock clock{system_clock};
  faults::FaultList faults{clock};
  storage::sqlite::Connection connection;
  std::unique_ptr<storage::Checkpointer> checkpointer;
  storage::Catalog catalog;
  storage::Writer writer;
  storage::BackupCatalog backups;
  storage::Copies copies;
  streams::StreamRegistry streams;
  streams::ShardLog shard_log;
  storage::LogTable logs;
  operations::Queues queues;
  LogWriter log_writer;
  std::unique_ptr<lambda_host::LogSink> shown_logs;  // nullptr: nobody wants to see them
  s3::ObjectStore objects;
  control::Replays replays;  // outlives the invocations that it counts
  sns::TopicStore topics;
  lambda_host::WorkerPool workers;
  Cleaner cleaner;
  FunctionTable function_table;
  lambda_host::FunctionRegistry functions;
  lambda_host::AsyncInvocations async_invocations;  // outlives the invocations that it began
  http::RuntimeMount runtime_mount;
  lambda_host::BootstrapFiles bootstraps;
  lambda_host::HandlerPool handlers;
  HotReload hot_reload;
  streams::LogStreamSource stream_source;
  OwnDestinations destinations;
  lambda_host::MappingRegistry mappings;
  QueueSource queue_source;
  lambda_host::QueueMappingRegistry queue_mappings;
  operations::TransactionTokens transaction_tokens;
  core::partiql::StatementCache statements;
  Services services;
  OwnObjectAccess object_access;
  operations::Transfers transfers;
  Chores chores;
  control::Drains drains;
  worlds::WorldParts worlds;
  SavedWorlds saved;
  FaultGate gate;
  control::Health health;
  Dispatcher dispatcher;
  std::string host;
  std::unique_ptr<http::Listener> listener;
  asio::signal_set signals;
  asio::steady_timer shutdown_timer;
  std::unique_ptr<InitHooks> init_hooks;
  std::optional<InputWatch> input_watch;
  bool stopping = false;
  bool mappings_stopped = false;
  bool queue_mappings_stopped = false;
};

// Chores date back what the database has.
void App::Parts::clock_jumped(core::WallTime before) {
  if (clock.now() < before) {
    transaction_tokens.date_back(clock.now());
    services.table_transitions.date_back(clock.now());
    queues.dating.begin();
  }
  mappings.clock_jumped();
  async_invocations.clock_jumped();
  queues.polls.look_at_all();
  queue_mappings.clock_jumped();
}

void App::Parts::commit() {
  log_writer.flush();
  writer.flush();
}

void App::Parts::await_signal() {
  signals.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;
    if (stopping) return context.stop();  // a second signal doesn't wait
    stop(fmt::format("signal {}", signal));
    await_signal();
  });
}

void App::Parts::stop(std::string_view why) {
  if (std::exchange(stopping, true)) return;
  spdlog::info("{}: shutting down", why);
  listener->stop();
  queues.polls.stop();
  async_invocations.stop();
  mappings.stop([this] { mappings_stopped = true; });
  queue_mappings.stop([this] { queue_mappings_stopped = true; });
  shut_down(std::chrono::steady_clock::now() + kShutdownPatience);
}

void App::Parts::shut_down(std::chrono::steady_clock::time_point deadline) {
  const bool quiet = listener->busy() == 0 && mappings_stopped && queue_mappings_stopped;
  if (quiet || std::chrono::steady_clock::now() >= deadline) {
    commit();
    context.stop();
    return;
  }
  shutdown_timer.expires_after(kShutdownCheck);
  shutdown_timer.async_wait(
      [this, deadline](const boost::system::error_code&) { shut_down(deadline); });
}

App::App(const Options& options) try : parts_(std::make_unique<Parts>(options)) {
} catch (const storage::sqlite::Error& error) {
  throw std::runtime_error(advice(error, options));
}
App::~App() = default;

std::string App::url() const {
  return parts_->url();
}

client::HttpAnswer App::ask(const client::HttpQuestion& question) {
  std::optional<client::HttpAnswer> answer;
  const OwnRequest request(question, parts_->url());
  parts_->dispatcher.serve(request.get(), [&answer](core::HttpResponse response) {
    answer = {static_cast<unsigned>(response.status), std::move(response.body)};
  });
  while (!answer) {
    if (parts_->context.run_one() == 0) throw std::runtime_error("told to end while it started");
  }
  return *std::move(answer);
}

void App::serve_for(std::chrono::milliseconds duration) {
  parts_->context.run_for(duration);
}

void App::finish_restores() {
  const auto& restorations = parts_->saved.restorations;
  set_starting(restorations.any());
  while (restorations.any()) {
    if (parts_->context.run_one() == 0) throw std::runtime_error("told to end while it started");
  }
  set_starting(false);
  if (const auto& failure = restorations.failure()) {
    throw std::runtime_error(fmt::format("the snapshot can't be restored: {}", *failure));
  }
}

void App::set_starting(bool is_starting) {
  parts_->health.is_starting = is_starting;
}

seeds::Journal& App::seed_journal() {
  return parts_->saved.seed_journal;
}

void App::start_init_hooks() {
  parts_->init_hooks->start();
}

void App::run() {
  parts_->context.run();
}

}  // namespace server
