#include "lambda-host/processes/runtime_process.h"

#include "lambda-host/worker_pool.h"

#include <utility>

namespace lambda_host {
namespace {

core::HttpResponse turned_away() {
  return {
      403, "text/plain", {{"Connection", "close"}}, "This Runtime API is for one process alone.\n"};
}

core::HttpResponse shut_down() {
  return {503, "text/plain", {}, "The process is shut down\n"};
}

std::string block_of(const std::vector<std::string>& environment) {
  std::string block;
  for (const std::string& variable : environment) block.append(variable).push_back('\0');
  return block;
}

}  // namespace

RuntimeProcess::RuntimeProcess(const HostServices& services, Kind kind, std::string secret,
                               const MakeRequest& make_request, Owner& owner)
    : services_(services),
      owner_(&owner),
      stage_(kind == Kind::spare ? Stage::spare : Stage::assigned),
      port_(open_port()),
      door_(port_, std::move(secret)) {
  HandlerProcess::Events events;
  events.on_output = [this](std::string_view bytes) { owner_->on_output(bytes); };
  events.on_exit = [this](const ExitStatus& exit) { owner_->on_exit(exit); };
  events.on_failed = [this](std::string_view why) { owner_->on_failed(why); };
  events.on_started = [this] { started(); };
  events.may_read = [this] { return stage_ != Stage::spare && services_.log.has_room(); };
  try {
    request_ = make_request(address());
    process_ = std::make_unique<HandlerProcess>(services_.io, services_.starter, request_,
                                                std::move(events));
  } catch (...) {
    services_.mount.close(port_);
    throw;
  }
}

RuntimeProcess::~RuntimeProcess() {
  *alive_ = false;
  process_.reset();
  if (asks_) asks_(shut_down());
  for (const EarlyRequest& early : early_) early.reply(shut_down());
  close_port();
}

void RuntimeProcess::close_port() {
  if (port_ != 0) services_.mount.close(std::exchange(port_, std::uint16_t{0}));
}

std::uint16_t RuntimeProcess::open_port() {
  return services_.mount.open([this](core::HttpRequest request, core::HttpReply reply) {
    enter(std::move(request), std::move(reply));
  });
}

void RuntimeProcess::enter(core::HttpRequest request, core::HttpReply reply) {
  const auto target = door_.enter(request);
  if (!target) return reply(turned_away());
  request.target = *target;
  if (has_started_) return serve(std::move(request), std::move(reply));
  early_.push_back({std::move(request), std::move(reply)});
}

void RuntimeProcess::started() {
  has_started_ = true;
  owner_->on_started();
  if (stage_ == Stage::taken) equip();
  for (EarlyRequest& early : std::exchange(early_, {})) {
    serve(std::move(early.request), std::move(early.reply));
  }
}

void RuntimeProcess::serve(core::HttpRequest request, core::HttpReply reply) {
  if (request.target != kAssignmentPath || stage_ == Stage::assigned || asks_) {
    return owner_->on_request(std::move(request), std::move(reply));
  }
  asks_ = std::move(reply);
  if (stage_ == Stage::equipped) hand_over();
}

void RuntimeProcess::assign(Owner& owner, const std::vector<std::string>& environment,
                            const OptMount& opt) {
  owner_ = &owner;
  environment_ = block_of(environment);
  opt_ = opt;
  stage_ = Stage::taken;
  if (has_started_) equip();
}

void RuntimeProcess::equip() {
  if (!opt_) return equipped();
  const auto error = std::make_shared<int>();
  services_.starter.run(
      [error, process = pid(), opt = opt_] { *error = show_at_opt_of(process, opt); },
      [this, alive = alive_, error] {
        if (!*alive) return;
        if (*error != 0) return kill();  // it has just ended
        equipped();
      });
}

void RuntimeProcess::equipped() {
  stage_ = Stage::equipped;
  if (asks_) hand_over();
}

void RuntimeProcess::hand_over() {
  stage_ = Stage::assigned;
  std::exchange(asks_, nullptr)({200, "application/octet-stream", {}, std::move(environment_)});
}

}  // namespace lambda_host
