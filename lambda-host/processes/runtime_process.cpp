#include "lambda-host/processes/runtime_process.h"

#include <utility>

namespace lambda_host {
namespace {

core::HttpResponse turned_away() {
  return {
      403, "text/plain", {{"Connection", "close"}}, "This Runtime API is for one process alone.\n"};
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
  try {
    request_ = make_request(address());
    process_ = std::make_unique<HandlerProcess>(
        services_.io, request_, [this](std::string_view bytes) { owner_->on_output(bytes); },
        [this] { return stage_ != Stage::spare && services_.log.has_room(); },
        [this](const ExitStatus& exit) { owner_->on_exit(exit); });
  } catch (...) {
    services_.mount.close(port_);
    throw;
  }
}

RuntimeProcess::~RuntimeProcess() {
  process_.reset();
  if (asks_) asks_({503, "text/plain", {}, "The process is shut down\n"});
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
  if (request.target != kAssignmentPath || stage_ == Stage::assigned || asks_) {
    return owner_->on_request(std::move(request), std::move(reply));
  }
  asks_ = std::move(reply);
  if (stage_ == Stage::taken) hand_over();
}

void RuntimeProcess::assign(Owner& owner, const std::vector<std::string>& environment) {
  owner_ = &owner;
  environment_ = block_of(environment);
  stage_ = Stage::taken;
  if (asks_) hand_over();
}

void RuntimeProcess::hand_over() {
  stage_ = Stage::assigned;
  std::exchange(asks_, nullptr)({200, "application/octet-stream", {}, std::move(environment_)});
}

}  // namespace lambda_host
