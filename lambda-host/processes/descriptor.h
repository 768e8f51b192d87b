#pragma once

namespace lambda_host {

// An owned file descriptor; -1 when there is none.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : value_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;

  int get() const { return value_; }
  int release();
  void reset();

 private:
  int value_ = -1;
};

}  // namespace lambda_host
