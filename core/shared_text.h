#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace core {

// A text that its copies share, so that who queues it and who may want to repeat it hold it once.
// Copies may be used on different threads, as those of a shared_ptr.
class SharedText {
 public:
  SharedText() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a text is as good as itself, shared.
  SharedText(std::string text) : text_(std::make_shared<std::string>(std::move(text))) {}

  std::string_view view() const { return text_ ? std::string_view(*text_) : std::string_view(); }
  std::size_t size() const { return view().size(); }
  bool empty() const { return view().empty(); }

  // The text for oneself: copied only if somebody else has it, too. One thread at a time.
  std::string take() {
    const std::shared_ptr<std::string> text = std::exchange(text_, nullptr);
    if (!text) return {};
    return text.use_count() == 1 ? std::move(*text) : *text;
  }

  friend bool operator==(const SharedText& a, std::string_view b) { return a.view() == b; }

 private:
  std::shared_ptr<std::string> text_;
};

}  // namespace core
