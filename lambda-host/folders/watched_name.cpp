#include "lambda-host/folders/watched_name.h"

#include <algorithm>
#include <array>

namespace lambda_host {
namespace {

// Vim writes "4913" to find out whether it may write to a directory.
constexpr std::array<std::string_view, 13> kNames = {
    ".DS_Store", ".cache",      ".git",    ".hg",  ".idea",       ".mypy_cache", ".pytest_cache",
    ".svn",      ".ruff_cache", ".vscode", "4913", "__pycache__", ".nyc_output"};
// "index.js~", ".index.js.swp", "#index.js#" of Emacs.
constexpr std::array<std::string_view, 8> kEndings = {".log", ".pyc", ".swo", ".swp",
                                                      ".swx", "~",    "#",    "___jb_tmp___"};
constexpr std::array<std::string_view, 1> kBeginnings = {".#"};

}  // namespace

bool is_watched_name(std::string_view name) {
  const auto begins = [&](std::string_view text) { return name.starts_with(text); };
  const auto ends = [&](std::string_view text) { return name.ends_with(text); };
  return std::find(kNames.begin(), kNames.end(), name) == kNames.end() &&
         std::none_of(kEndings.begin(), kEndings.end(), ends) &&
         std::none_of(kBeginnings.begin(), kBeginnings.end(), begins);
}

}  // namespace lambda_host
