#pragma once

#include <signal.h>
#include <sys/mman.h>
#include <sys/types.h>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

// Children for a few system calls, up to the next program or their end, as posix_spawn makes them:
// in our memory, so that the cost doesn't grow with it, while the thread that makes one stands
// still. What they run allocates nothing, and only what is in BriefMemory may be changed there: the
// thread sanitizer can't follow two processes in one memory, and in its builds they have a copy of
// all else.
namespace lambda_host {

inline constexpr std::size_t kBriefStackBytes = 64 << 10;

// A T that children change for their parent to see, and stacks for so many of them.
template <class T, std::size_t stacks>
class BriefMemory {
  static_assert(std::is_trivially_destructible_v<T>);

 public:
  // Throws std::bad_alloc.
  template <class... Arguments>
  explicit BriefMemory(Arguments&&... arguments)
      : start_(::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
    if (start_ == MAP_FAILED) throw std::bad_alloc();
    value_ = new (start_) T{std::forward<Arguments>(arguments)...};
  }
  ~BriefMemory() { ::munmap(start_, kBytes); }
  BriefMemory(const BriefMemory&) = delete;
  BriefMemory& operator=(const BriefMemory&) = delete;

  T* operator->() { return value_; }
  T& operator*() { return *value_; }
  // A stack grows downwards from there.
  char* stack_end(std::size_t stack) {
    return static_cast<char*>(start_) + kValueBytes + (stack + 1) * kBriefStackBytes;
  }

 private:
  static constexpr std::size_t kValueBytes = (sizeof(T) + 4095) / 4096 * 4096;
  static constexpr std::size_t kBytes = kValueBytes + stacks * kBriefStackBytes;

  void* start_;
  T* value_ = nullptr;
};

// Makes one; it may do the same. `flags` are clone(2)'s beside those that make it brief. Answers
// its process ID or -1, with errno, once it has executed a program or ended.
pid_t make_brief_child(int (*run)(void* context), char* stack_end, int flags, void* context);

// While one lives, no handler of a signal runs in this thread, nor in children that it makes.
class SignalsBlocked {
 public:
  SignalsBlocked();
  ~SignalsBlocked();
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

}  // namespace lambda_host
