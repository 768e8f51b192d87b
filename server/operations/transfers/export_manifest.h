#pragma once

#include "server/operations/transfers/export.h"
#include "server/operations/transfers/export_files.h"

#include <string>
#include <string_view>
#include <vector>

// The manifests of an export, as AWS writes them (developer guide, "DynamoDB table export output
// format"). Beside each lies a checksum, which the guide calls NAME.checksum and DynamoDB NAME.md5.
namespace server::operations {

// manifest-files.json: a line for each file.
std::string files_manifest(const std::vector<DataFile>& files);
// manifest-summary.json.
std::string summary_manifest(const Export& finished);

// The raw bytes of the digest, and how the files beside the manifests tell it.
std::string raw_md5(std::string_view bytes);
std::string checksum_text(std::string_view bytes);

}  // namespace server::operations
