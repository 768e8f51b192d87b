#pragma once

#include <sys/types.h>

#include <set>
#include <string_view>

// What a handler leaves behind outside its process group: children that made a session of their
// own. They inherit the handler's environment, by which they are known, and, since this process is
// their subreaper, become its children when their parents end.
namespace lambda_host {

// From now on orphaned descendants become children of this process. Needed once.
void become_subreaper();

// SIGKILL for every process of this user whose environment has this "NAME=value".
void kill_marked(std::string_view variable);

// Frees the process ids of children that have ended, except of those that somebody else waits for.
// Nobody else in this process may wait for children of its own.
void reap_children_except(const std::set<pid_t>& awaited);

}  // namespace lambda_host
