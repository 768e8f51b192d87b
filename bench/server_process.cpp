#include "bench/server_process.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <spawn.h>
#include <stdexcept>

extern char** environ;

namespace bench {

ServerProcess::ServerProcess(std::vector<std::string> command) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  std::vector<char*> arguments;
  for (std::string& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  const int error =
      ::posix_spawn(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  output_ = ::fdopen(ends[0], "r");
  if (error != 0) throw std::runtime_error(command[0] + ": " + std::strerror(error));
  char line[512] = {};
  if (!std::fgets(line, sizeof line, output_)) throw std::runtime_error(command[0] + " is silent");
  const char* const port = std::strstr(line, "127.0.0.1:");
  if (!port) throw std::runtime_error(command[0] + " says: " + line);
  port_ = static_cast<std::uint16_t>(std::atoi(port + std::strlen("127.0.0.1:")));
}

ServerProcess::~ServerProcess() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
  std::fclose(output_);
}

}  // namespace bench
