#include "lambda-host/mappings/lint.h"

#include "lambda-host/mappings/filter_pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace lambda_host {
namespace {

using core::StreamViewType;
using Tests = std::vector<FilterTest>;

constexpr std::array<std::string_view, 10> kTypeLetters = {"S",  "N",  "B",  "BOOL", "NULL",
                                                           "SS", "NS", "BS", "M",    "L"};

bool is_type_letter(const std::string& name) {
  return std::find(kTypeLetters.begin(), kTypeLetters.end(), name) != kTypeLetters.end();
}

bool has_image(StreamViewType view, const std::string& name) {
  const bool has_new =
      view == StreamViewType::new_image || view == StreamViewType::new_and_old_images;
  const bool has_old =
      view == StreamViewType::old_image || view == StreamViewType::new_and_old_images;
  return name == "NewImage" ? has_new : has_old;
}

template <class Test>
bool has_test(const Tests& tests) {
  return std::any_of(tests.begin(), tests.end(), [](const FilterTest& test) {
    return std::holds_alternative<Test>(test.node);
  });
}

// Whether all that a test excludes are numbers.
bool spares_numbers(const Tests& tests) {
  return std::any_of(tests.begin(), tests.end(), [](const FilterTest& test) {
    const auto* except = std::get_if<AnythingBut>(&test.node);
    return except && std::all_of(except->tests.begin(), except->tests.end(), [](const auto& each) {
             return std::holds_alternative<EqualsNumber>(each.node) ||
                    std::holds_alternative<NumberSet>(each.node);
           });
  });
}

bool holds_when_absent(const Tests& tests) {
  return std::any_of(tests.begin(), tests.end(), [](const FilterTest& test) {
    const auto* exists = std::get_if<ExistsTest>(&test.node);
    return exists && !exists->exists;
  });
}

// Whether the pattern may match where there is nothing at all.
bool holds_when_absent(const FilterNode& pattern) {
  const auto& choices = pattern.alternatives;
  return std::all_of(pattern.leaves.begin(), pattern.leaves.end(),
                     [](const auto& leaf) { return holds_when_absent(leaf.second); }) &&
         std::all_of(pattern.objects.begin(), pattern.objects.end(),
                     [](const auto& object) { return holds_when_absent(object.second); }) &&
         (choices.empty() || std::any_of(choices.begin(), choices.end(), [](const auto& choice) {
            return holds_when_absent(choice);
          }));
}

// One filter's pattern, walked as the events are built: images of attributes of values.
class FilterLint {
 public:
  FilterLint(std::size_t number, std::optional<StreamViewType> view, std::vector<std::string>& to)
      : number_(number), view_(view), warnings_(to) {}

  void look_at_event(const FilterNode& pattern) {
    for (const FilterNode& choice : pattern.alternatives) look_at_event(choice);
    const auto record = pattern.objects.find("dynamodb");
    if (record != pattern.objects.end()) look_at_record(record->second);
  }

 private:
  void look_at_record(const FilterNode& pattern) {
    for (const FilterNode& choice : pattern.alternatives) look_at_record(choice);
    for (const auto& [name, tests] : pattern.leaves) {
      const bool is_object = name == "NewImage" || name == "OldImage" || name == "Keys";
      if (is_object && has_test<ExistsTest>(tests)) warn_of_exists("dynamodb." + name);
    }
    for (const auto& [name, image] : pattern.objects) {
      const bool is_image = name == "NewImage" || name == "OldImage";
      if (!is_image && name != "Keys") continue;
      const std::string path = "dynamodb." + name;
      if (is_image && view_ && !has_image(*view_, name)) {
        if (!holds_when_absent(image)) warn_of_view(path);
      } else {
        look_at_attributes(image, path);
      }
    }
  }

  void look_at_attributes(const FilterNode& pattern, const std::string& path) {
    for (const FilterNode& choice : pattern.alternatives) look_at_attributes(choice, path);
    for (const auto& [name, tests] : pattern.leaves) warn_of_no_letter(tests, path + "." + name);
    for (const auto& [name, value] : pattern.objects) look_at_value(value, path + "." + name);
  }

  void look_at_value(const FilterNode& pattern, const std::string& path) {
    for (const FilterNode& choice : pattern.alternatives) look_at_value(choice, path);
    for (const auto& [letter, tests] : pattern.leaves) look_at_leaf(letter, tests, path);
    for (const auto& [letter, value] : pattern.objects) {
      if (letter == "M") {
        look_at_attributes(value, path + ".M");
      } else if (letter == "L") {
        look_at_value(value, path + ".L");
      } else if (!is_type_letter(letter)) {
        warn_of_no_letter({}, path);
      }
    }
  }

  void look_at_leaf(const std::string& letter, const Tests& tests, const std::string& path) {
    if (!is_type_letter(letter)) return warn_of_no_letter({}, path);
    const std::string leaf = path + "." + letter;
    const bool is_nested = letter == "M" || letter == "L";
    if (is_nested && has_test<ExistsTest>(tests)) return warn_of_exists(leaf);
    const bool is_number = letter == "N" || letter == "NS";
    if (is_number && (has_test<NumericTest>(tests) || has_test<EqualsNumber>(tests) ||
                      has_test<NumberSet>(tests))) {
      warn(fmt::format("asks {} for a number, which is a text in events, so it never matches",
                       leaf));
    }
    if (is_number && spares_numbers(tests)) {
      warn(
          fmt::format("asks {} for anything but a number, which is a text in events, so it always "
                      "matches",
                      leaf));
    }
  }

  void warn_of_view(const std::string& path) {
    warn(fmt::format("asks for {}, which records of a stream with the view type {} don't have",
                     path, core::wire_name(*view_)));
  }

  void warn_of_no_letter(const Tests& tests, const std::string& path) {
    if (has_test<ExistsTest>(tests)) return warn_of_exists(path);
    warn(fmt::format("asks for {} without a type letter, as in {}.S, so it never matches", path,
                     path));
  }

  void warn_of_exists(const std::string& path) {
    warn(
        fmt::format("asks whether {} exists, which is no leaf: true never matches there, and "
                    "false always does",
                    path));
  }

  void warn(const std::string& text) {
    const std::string warning = fmt::format("filter {} {}", number_, text);
    const bool is_known = std::find(warnings_.begin(), warnings_.end(), warning) != warnings_.end();
    if (!is_known) warnings_.push_back(warning);
  }

  std::size_t number_;  // from 1, as the user lists them
  std::optional<StreamViewType> view_;
  std::vector<std::string>& warnings_;
};

void lint_filters(const EventSourceMapping& mapping, std::optional<StreamViewType> view,
                  std::vector<std::string>& warnings) {
  for (std::size_t i = 0; i < mapping.filter_patterns.size(); ++i) {
    const auto document = core::json::Document::parse(mapping.filter_patterns[i]);
    const auto pattern = read_filter_pattern(document.root());
    if (pattern) FilterLint(i + 1, view, warnings).look_at_event(*pattern);
  }
}

void lint_retries(const EventSourceMapping& mapping, std::vector<std::string>& warnings) {
  if (mapping.maximum_retry_attempts >= 0 || mapping.maximum_record_age_seconds >= 0) return;
  warnings.emplace_back(
      mapping.failure_destination
          ? "the failure destination is never told: neither MaximumRetryAttempts nor "
            "MaximumRecordAgeInSeconds has a limit"
          : "a record that always fails holds up its shard as long as the stream keeps it: neither "
            "MaximumRetryAttempts nor MaximumRecordAgeInSeconds has a limit");
}

void lint_windows(const EventSourceMapping& mapping, std::vector<std::string>& warnings) {
  const int seconds = mapping.batching_window_seconds;
  if (seconds == 0) return;
  if (mapping.batch_size == 1) {
    warnings.emplace_back(
        "MaximumBatchingWindowInSeconds has no effect: with a BatchSize of 1 each record is a full "
        "batch");
  }
  const int tumbling = mapping.tumbling_window_seconds;
  if (tumbling > 0 && seconds >= tumbling) {
    warnings.push_back(
        fmt::format("a batching window of {} seconds is never over: the tumbling window of {} "
                    "seconds ends it",
                    seconds, tumbling));
  }
}

}  // namespace

std::vector<std::string> lint(const EventSourceMapping& mapping,
                              std::optional<StreamViewType> view_type) {
  std::vector<std::string> warnings;
  lint_filters(mapping, view_type, warnings);
  lint_retries(mapping, warnings);
  lint_windows(mapping, warnings);
  return warnings;
}

}  // namespace lambda_host
