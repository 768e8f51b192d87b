#include "lambda-host/functions/opt_directory.h"

#include "lambda-host/constraints.h"
#include "lambda-host/functions/code_folder.h"
#include "lambda-host/functions/zip_archive.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace lambda_host {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) throw std::runtime_error("can't read " + path.string());
  std::string bytes(static_cast<std::size_t>(file.tellg()), '\0');
  file.seekg(0);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

// An extension is a program that the runtime would start beside the handler.
void refuse_extensions(const fs::path& opt, const std::string& layer) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(opt / "extensions", error)) {
    throw_invalid_parameter(
        fmt::format("Rivulet doesn't run extensions: the layer {} has /opt/extensions/{}. Publish "
                    "it without.",
                    layer, entry.path().filename().string()));
  }
}

}  // namespace

void make_opt(PreparedCode& code, const std::vector<LayerZip>& layers) {
  if (layers.empty()) return;
  const fs::path opt = code.directory->opt_root();
  code.directory->make_opt();
  std::int64_t bytes_left = kMaxUnzippedBytes;
  for (const LayerZip& layer : layers) {
    const std::string zip = read_file(layer.code->zip_file());
    bytes_left -= overlay_zip(zip, opt, kMaxUnzippedBytes);
    if (bytes_left < 0) {
      throw_invalid_parameter(fmt::format("Layers consume more than the available size of {} bytes",
                                          kMaxUnzippedBytes));
    }
    refuse_extensions(opt, layer.use.arn);
    code.layers.push_back(layer.use);
  }
}

void copy_opt(PreparedCode& code, const CodeDirectory& from, const std::vector<LayerUse>& layers) {
  if (layers.empty()) return;
  fs::copy(from.opt_root(), code.directory->opt_root(),
           fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  code.layers = layers;
}

PreparedCode with_layers(const CodeDirectory& code, const std::vector<LayerZip>& layers,
                         const storage::files::OwnedDirectory& root) {
  PreparedCode prepared = code.folder().empty() ? prepare_code(read_file(code.zip_file()), root)
                                                : prepare_folder(code.folder(), root);
  make_opt(prepared, layers);
  return prepared;
}

}  // namespace lambda_host
