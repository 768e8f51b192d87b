#include "lambda-host/processes/keeper/census.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>

namespace lambda_host {
namespace {

// "/proc/2147483647/task/2147483647/children" fits, and a test's directory in the place of /proc.
struct Path {
  char text[256];
};

struct Reader {
  explicit Reader(const char* path) : descriptor(::open(path, O_RDONLY | O_CLOEXEC)) {}
  ~Reader() {
    if (descriptor >= 0) ::close(descriptor);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // The next byte; -1 at the end.
  int next() {
    if (at == end) {
      const ssize_t n = descriptor < 0 ? -1 : ::read(descriptor, buffer, sizeof(buffer));
      if (n <= 0) return -1;
      at = 0;
      end = static_cast<std::size_t>(n);
    }
    return static_cast<unsigned char>(buffer[at++]);
  }

  int descriptor;
  std::size_t at = 0;
  std::size_t end = 0;
  char buffer[4096];
};

// "12 345 6789 "
void add_numbers(ProcessList& list, const char* path) {
  Reader file(path);
  pid_t number = 0;
  for (int c = file.next(); c >= 0; c = file.next()) {
    if (c >= '0' && c <= '9') {
      number = number * 10 + (c - '0');
    } else if (number > 0) {
      list.add(number);
      number = 0;
    }
  }
}

template <class Visit>
void for_each_number_in(const char* directory, Visit visit) {
  DIR* entries = ::opendir(directory);
  if (!entries) return;
  while (const dirent* entry = ::readdir(entries)) {
    if (const pid_t number = std::atoi(entry->d_name); number > 0) visit(number);
  }
  ::closedir(entries);
}

// A child hangs on the thread that made it.
void add_children(ProcessList& list, pid_t parent, const char* proc) {
  Path tasks;
  std::snprintf(tasks.text, sizeof(tasks.text), "%s/%d/task", proc, parent);
  for_each_number_in(tasks.text, [&](pid_t thread) {
    Path children;
    std::snprintf(children.text, sizeof(children.text), "%s/%d/task/%d/children", proc, parent,
                  thread);
    add_numbers(list, children.text);
  });
}

bool kernel_lists_children(const char* proc) {
  Path own;
  std::snprintf(own.text, sizeof(own.text), "%s/thread-self/children", proc);
  return ::access(own.text, R_OK) == 0;
}

// The file up to what a line may have, as text.
template <std::size_t size>
void read_line(const char* path, char (&line)[size]) {
  Reader file(path);
  std::size_t length = 0;
  for (int c = file.next(); c >= 0 && length + 1 < size; c = file.next()) {
    line[length++] = static_cast<char>(c);
  }
  line[length] = '\0';
}

// The fourth field of "1234 (a name) S 1 …"; 0 when the process is gone.
pid_t parent_of(pid_t pid, const char* proc) {
  Path path;
  std::snprintf(path.text, sizeof(path.text), "%s/%d/stat", proc, pid);
  char line[512];
  read_line(path.text, line);
  const char* name_end = std::strrchr(line, ')');
  return name_end && std::strlen(name_end) > 4 ? std::atoi(name_end + 4) : 0;
}

struct Kinship {
  ProcessList all;
  pid_t parents[ProcessList::kCapacity];
};

// For kernels that don't list a process's children: all processes with their parents.
void read_kinship(Kinship& kinship, const char* proc) {
  kinship.all.size = 0;
  for_each_number_in(proc, [&](pid_t pid) {
    const std::size_t at = kinship.all.size;
    kinship.all.add(pid);
    if (kinship.all.size > at) kinship.parents[at] = parent_of(pid, proc);
  });
}

void add_children_in(const Kinship& kinship, ProcessList& list, pid_t parent) {
  for (std::size_t i = 0; i < kinship.all.size; ++i) {
    if (kinship.parents[i] == parent) list.add(kinship.all.pids[i]);
  }
}

template <class AddChildren>
void walk(ProcessList& list, pid_t ancestor, AddChildren add_children_of) {
  add_children_of(ancestor);
  for (std::size_t i = 0; i < list.size; ++i) add_children_of(list.pids[i]);
}

}  // namespace

void list_descendants(ProcessList& list, pid_t ancestor, const char* proc) {
  list.size = 0;
  if (kernel_lists_children(proc)) {
    return walk(list, ancestor, [&](pid_t parent) { add_children(list, parent, proc); });
  }
  static Kinship kinship;  // too large for a stack, and touched only here
  read_kinship(kinship, proc);
  walk(list, ancestor, [&](pid_t parent) { add_children_in(kinship, list, parent); });
}

// "0.20 0.18 0.12 1/80 11206\n"
unsigned newest_process(const char* proc) {
  Path path;
  std::snprintf(path.text, sizeof(path.text), "%s/loadavg", proc);
  char line[128];
  read_line(path.text, line);
  const char* last = std::strrchr(line, ' ');
  return last ? static_cast<unsigned>(std::atoi(last + 1)) : 0;
}

}  // namespace lambda_host
