#include "lambda-host/processes/brief_child.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <sched.h>

namespace brief_child_test {

using lambda_host::BriefMemory;
using lambda_host::make_brief_child;

namespace {

struct Family {
  int named = 0;
  char* stack_end = nullptr;
  pid_t child = 0;
  pid_t grandchild = 0;
};

int be_grandchild(void* family) {
  static_cast<Family*>(family)->grandchild = ::getpid();
  ::_exit(3);
}

int be_child(void* family) {
  auto& self = *static_cast<Family*>(family);
  self.child = ::getpid();
  const pid_t pid = make_brief_child(be_grandchild, self.stack_end, 0, family);
  int status = 0;
  const bool is_mine = pid == self.grandchild && ::waitpid(pid, &status, 0) == pid;
  ::_exit(is_mine ? WEXITSTATUS(status) + 1 : 0);
}

}  // namespace

TEST_CASE("what a brief child and its own child do to their memory is seen when they have ended") {
  BriefMemory<Family, 2> family(7);
  CHECK(family->named == 7);
  family->stack_end = family.stack_end(1);
  const pid_t pid = make_brief_child(be_child, family.stack_end(0), 0, &*family);
  REQUIRE(pid > 0);
  CHECK(family->child == pid);
  CHECK(family->grandchild > 0);
  CHECK(family->grandchild != pid);
  int status = 0;
  REQUIRE(::waitpid(pid, &status, 0) == pid);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 4);
}

TEST_CASE("one that can't be made is -1") {
  BriefMemory<Family, 1> family;
  CHECK(make_brief_child(be_grandchild, family.stack_end(0), CLONE_NEWNS | CLONE_FS, &*family) ==
        -1);
  CHECK(errno == EINVAL);
}

TEST_CASE("signals are blocked for a while, and what was blocked before stays so") {
  sigset_t usr1, before, meanwhile, after;
  ::sigemptyset(&usr1);
  ::sigaddset(&usr1, SIGUSR1);
  ::pthread_sigmask(SIG_BLOCK, &usr1, &before);
  {
    const lambda_host::SignalsBlocked blocked;
    ::pthread_sigmask(SIG_BLOCK, nullptr, &meanwhile);
  }
  ::pthread_sigmask(SIG_SETMASK, &before, &after);
  CHECK(::sigismember(&meanwhile, SIGTERM) == 1);
  CHECK(::sigismember(&after, SIGTERM) == 0);
  CHECK(::sigismember(&after, SIGUSR1) == 1);
}

}  // namespace brief_child_test
