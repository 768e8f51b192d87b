#pragma once

#include "server/app.h"
#include "server/seeds/applier.h"

#include <span>
#include <string>
#include <vector>

namespace server {

// Reads the templates and seeds that a server is to have, and logs what of the templates nothing
// comes of. Throws seeds::Fault for the first file that is wrong, before anything is done.
std::vector<seeds::Seed> read_seeds(const Options& options);
// Of seeds alone.
std::vector<seeds::Seed> read_seeds(const std::vector<std::string>& files,
                                    const core::Scope& scope);

// Applies them to the server in this process, which says that it is starting meanwhile. Throws
// seeds::Fault.
void seed(App& app, std::span<const seeds::Seed> seeds);

// Applies them to a running server. Throws seeds::Fault, and client::NoAnswer.
seeds::Applied seed(const std::string& url, std::span<const seeds::Seed> seeds);

}  // namespace server
