#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

namespace core {

// How many bytes may be held for peers that keep us waiting: bodies that are still coming, answers
// that nobody reads, invocations that wait for a process. Whoever asks for more is refused, so that
// what the program holds doesn't depend on how many ask. Any thread.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::size_t limit_bytes) : limit_(limit_bytes) {}
  MemoryBudget(const MemoryBudget&) = delete;
  MemoryBudget& operator=(const MemoryBudget&) = delete;

  std::size_t limit() const { return limit_; }
  std::size_t used() const { return used_.load(std::memory_order_relaxed); }

  // The most that was used since this was asked last.
  std::size_t take_peak() { return peak_.exchange(used(), std::memory_order_relaxed); }

  // What the owner of some bytes has of the budget; given back when it goes. The budget must
  // outlive it. A share of no budget may have everything. One thread at a time.
  class Share {
   public:
    Share() = default;
    explicit Share(MemoryBudget* budget) : budget_(budget) {}
    ~Share() { clear(); }
    Share(Share&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
    Share& operator=(Share&& other) noexcept {
      std::swap(budget_, other.budget_);
      std::swap(bytes_, other.bytes_);
      return *this;
    }

    // Has at least so many bytes afterwards, unless the budget hasn't: then nothing changes.
    [[nodiscard]] bool reach(std::size_t bytes) {
      if (!budget_ || bytes <= bytes_) return true;
      if (!budget_->take(bytes - bytes_)) return false;
      bytes_ = bytes;
      return true;
    }
    void clear() {
      if (budget_) budget_->used_.fetch_sub(bytes_, std::memory_order_relaxed);
      bytes_ = 0;
    }

   private:
    MemoryBudget* budget_ = nullptr;
    std::size_t bytes_ = 0;
  };

 private:
  bool take(std::size_t bytes) {
    std::size_t used = used_.load(std::memory_order_relaxed);
    do {
      if (bytes > limit_ - used) return false;
    } while (!used_.compare_exchange_weak(used, used + bytes, std::memory_order_relaxed));
    note(used + bytes);
    return true;
  }
  void note(std::size_t used) {
    std::size_t peak = peak_.load(std::memory_order_relaxed);
    while (peak < used && !peak_.compare_exchange_weak(peak, used, std::memory_order_relaxed)) {
    }
  }

  const std::size_t limit_;
  std::atomic<std::size_t> used_ = 0;
  std::atomic<std::size_t> peak_ = 0;
};

}  // namespace core
