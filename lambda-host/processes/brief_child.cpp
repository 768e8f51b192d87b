#include "lambda-host/processes/brief_child.h"

#include <sched.h>

namespace lambda_host {
namespace {

#ifdef __SANITIZE_THREAD__
constexpr int kSharedMemory = 0;
#else
constexpr int kSharedMemory = CLONE_VM;
#endif

}  // namespace

pid_t make_brief_child(int (*run)(void*), char* stack_end, int flags, void* context) {
  return ::clone(run, stack_end, kSharedMemory | CLONE_VFORK | SIGCHLD | flags, context);
}

SignalsBlocked::SignalsBlocked() {
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before_);
}

SignalsBlocked::~SignalsBlocked() {
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace lambda_host
