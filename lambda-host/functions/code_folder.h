#pragma once

#include "lambda-host/functions/code_directory.h"

#include <string>
#include <string_view>

// Code that is edited while it runs: a function can be made of a folder of the user's, which is run
// where it lies. It isn't copied, and Rivulet neither writes nor deletes anything there.
namespace lambda_host {

// The bucket that stands for this machine's folders: the S3Key is an absolute path. LocalStack has
// made this convention known; there is no such object to look for.
inline constexpr std::string_view kHotReloadBucket = "hot-reload";

// The code of a function that runs from the folder. Its hash is that of the path, and its size is
// 0: what lies there changes. Throws ApiError(invalid_parameter_value) for a path that isn't
// absolute, has a NUL, or leads to no folder into which we can look.
PreparedCode prepare_folder(const std::string& folder, const storage::files::OwnedDirectory& root);

// Throws ApiError(invalid_parameter_value) unless the folder is empty text: a version is frozen,
// and a folder that is edited isn't.
void refuse_to_publish(const std::string& folder);

}  // namespace lambda_host
