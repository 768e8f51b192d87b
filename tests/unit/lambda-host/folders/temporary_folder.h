#pragma once

#include "core/uuid.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

// A folder as a user has one.
struct TemporaryFolder {
  TemporaryFolder() { std::filesystem::create_directories(path); }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  void write(const std::string& name, std::string_view text = "x") const {
    std::ofstream(path / name) << text;
  }
  void make(const std::string& name) const { std::filesystem::create_directories(path / name); }

  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("rivulet-folder-" + core::random_hex(16));
};
