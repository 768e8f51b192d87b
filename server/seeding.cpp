#include "server/seeding.h"

#include "server/seeds/templates/template.h"

#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <thread>

namespace server {
namespace {

// Of the program to itself.
class OwnTransport : public seeds::Transport {
 public:
  explicit OwnTransport(App& app) : app_(app) {}
  client::HttpAnswer ask(const client::HttpQuestion& question) override {
    return app_.ask(question);
  }
  void pause(std::chrono::milliseconds duration) override { app_.serve_for(duration); }

 private:
  App& app_;
};

class HttpTransport : public seeds::Transport {
 public:
  explicit HttpTransport(const std::string& url) : client_(url, kPatience) {}
  client::HttpAnswer ask(const client::HttpQuestion& question) override {
    return client_.ask(question);
  }
  void pause(std::chrono::milliseconds duration) override { std::this_thread::sleep_for(duration); }

 private:
  static constexpr std::chrono::seconds kPatience{60};
  client::HttpClient client_;
};

// Of texts that have a "=".
seeds::Overrides overrides_of(const std::vector<std::string>& parameters) {
  seeds::Overrides overrides;
  for (const std::string& parameter : parameters) {
    const auto equals = parameter.find('=');
    overrides[parameter.substr(0, equals)] = parameter.substr(equals + 1);
  }
  return overrides;
}

// In one line what may be missed, and one for each resource of which something isn't needed.
void say_what_is_left_out(const std::string& file, const seeds::LeftOut& left_out) {
  if (!left_out.unknown.empty()) {
    spdlog::warn("{}: left out, as there is nothing here for it: {}", file,
                 fmt::join(left_out.unknown, ", "));
  }
  for (const std::string& needless : left_out.needless) {
    spdlog::info("{}: not needed here: {}", file, needless);
  }
}

}  // namespace

std::vector<seeds::Seed> read_seeds(const std::vector<std::string>& files,
                                    const core::Scope& scope) {
  std::vector<seeds::Seed> seeds;
  for (const std::string& file : files) seeds.push_back(seeds::read_seed(file, scope));
  return seeds;
}

std::vector<seeds::Seed> read_seeds(const Options& options) {
  const seeds::Overrides parameters = overrides_of(options.parameters);
  std::vector<seeds::Seed> seeds;
  for (const std::string& file : options.templates) {
    seeds::LeftOut left_out;
    seeds.push_back(seeds::read_template(file, options.scope, parameters, left_out));
    say_what_is_left_out(file, left_out);
  }
  auto others = read_seeds(options.seeds, options.scope);
  std::move(others.begin(), others.end(), std::back_inserter(seeds));
  return seeds;
}

void seed(App& app, std::span<const seeds::Seed> seeds) {
  seeds::Journal& journal = app.seed_journal();
  if (seeds.empty() && !journal.unfinished()) return;
  app.set_starting(true);
  OwnTransport transport(app);
  const seeds::Applied applied = seeds::apply_seeds(seeds, transport, &journal);
  if (!applied.made.empty()) spdlog::info("seeded: {}", fmt::join(applied.made, ", "));
  if (!applied.there.empty()) spdlog::info("there already: {}", fmt::join(applied.there, ", "));
  app.set_starting(false);
}

seeds::Applied seed(const std::string& url, std::span<const seeds::Seed> seeds) {
  HttpTransport transport(url);
  return seeds::apply_seeds(seeds, transport);
}

}  // namespace server
