#include "lambda-host/mappings/handler_answer.h"

#include "core/json/value.h"
#include "core/json/writer.h"

#include <string_view>
#include <utility>

namespace lambda_host {
namespace {

using core::json::Kind;

// Gathers what an array of failures names. Levels count from the array itself, which is at 0.
class FailureReader {
 public:
  void begin(int level, Kind kind) {
    if (level == 0) is_understood_ = kind == Kind::array;
    if (level == 1) {
      is_understood_ = is_understood_ && kind == Kind::object;
      is_named_ = knows_identifier_ = is_identifier_ = false;
    }
    if (level == 2) is_identifier_ = false;
  }
  void end(int level) {
    if (level == 1) is_understood_ = is_understood_ && is_named_;
  }
  // The first one of a name counts.
  void key(int level, std::string_view name) {
    if (level != 2) return;
    is_identifier_ = !knows_identifier_ && name == "itemIdentifier";
    knows_identifier_ = knows_identifier_ || is_identifier_;
  }
  void scalar(int level, Kind kind, std::string_view text) {
    if (level == 0) is_understood_ = kind == Kind::null;
    if (level == 1) is_understood_ = false;
    if (level != 2 || !is_identifier_ || kind != Kind::string) return;
    is_named_ = true;
    if (is_understood_) identifiers_.emplace_back(text);
  }
  void refuse() { is_understood_ = false; }
  std::optional<std::vector<std::string>> take() {
    if (!is_understood_) return std::nullopt;
    return std::move(identifiers_);
  }

 private:
  std::vector<std::string> identifiers_;
  bool is_understood_ = true;
  // Of the failure that is being read:
  bool knows_identifier_ = false;
  bool is_identifier_ = false;  // the value that comes
  bool is_named_ = false;
};

// Writes a value again that is an object.
class StateReader {
 public:
  void begin(int level, Kind kind) {
    if (level == 0) is_state_ = kind == Kind::object;
    if (!is_state_) return;
    kind == Kind::object ? writer_.begin_object() : writer_.begin_array();
  }
  void end(Kind kind) {
    if (!is_state_) return;
    kind == Kind::object ? writer_.end_object() : writer_.end_array();
  }
  void key(std::string_view name) {
    if (is_state_) writer_.key(name);
  }
  void scalar(Kind kind, std::string_view text) {
    if (!is_state_) return;
    switch (kind) {
      case Kind::null: writer_.null(); return;
      case Kind::string: writer_.string(text); return;
      default: writer_.raw(text);
    }
  }
  std::optional<std::string> take() {
    if (!is_state_) return std::nullopt;
    return writer_.take();
  }

 private:
  core::json::Writer writer_;
  bool is_state_ = false;
};

class AnswerReader : public core::json::Visitor {
 public:
  explicit AnswerReader(AnswerRules rules) : rules_(rules) {}

  void begin(Kind kind) override {
    if (level_ == 0) is_object_ = kind == Kind::object;
    if (level_ == 1) see_element();
    if (part_ == Part::failures) failures_.begin(level_ - 1, kind);
    if (part_ == Part::state) state_.begin(level_ - 1, kind);
    ++level_;
  }
  void end(Kind kind) override {
    --level_;
    if (part_ == Part::failures) failures_.end(level_ - 1);
    if (part_ == Part::state) state_.end(kind);
    end_member();
  }
  void key(std::string_view name) override {
    if (level_ == 1) return begin_member(name);
    if (part_ == Part::failures) failures_.key(level_ - 1, name);
    if (part_ == Part::state) state_.key(name);
  }
  void scalar(Kind kind, std::string_view text) override {
    if (level_ == 0 && !(kind == Kind::null || (kind == Kind::string && text.empty()))) {
      failures_.refuse();
    }
    if (level_ == 1) see_element();
    if (part_ == Part::failures) failures_.scalar(level_ - 1, kind, text);
    if (part_ == Part::state) state_.scalar(kind, text);
    end_member();
  }
  HandlerAnswer take() { return {failures_.take(), state_.take()}; }

 private:
  enum class Part { none, failures, state };

  // The first member of a name counts.
  void begin_member(std::string_view name) {
    part_ = Part::none;
    if (rules_.reports_item_failures && name == "batchItemFailures") {
      rules_.reports_item_failures = false;
      part_ = Part::failures;
    } else if (rules_.returns_state && name == "state") {
      rules_.returns_state = false;
      part_ = Part::state;
    }
  }
  void end_member() {
    if (level_ == 1) part_ = Part::none;
  }
  void see_element() {
    if (!is_object_) failures_.refuse();  // an array that isn't empty
  }

  AnswerRules rules_;  // what hasn't come yet
  FailureReader failures_;
  StateReader state_;
  int level_ = 0;
  bool is_object_ = false;
  Part part_ = Part::none;  // of the answer, that is being read
};

}  // namespace

HandlerAnswer read_answer(const std::string& answer, AnswerRules rules) {
  AnswerReader reader(rules);
  core::json::visit(answer, reader);
  return reader.take();
}

}  // namespace lambda_host
