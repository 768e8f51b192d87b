#pragma once

#include "core/clock.h"
#include "lambda-host/functions/alias.h"
#include "lambda-host/functions/function.h"
#include "lambda-host/functions/function_store.h"
#include "lambda-host/functions/layer.h"

#include <optional>
#include <string>

namespace lambda_host {

// What a store is to keep of them.
FunctionDocument document_of(const FunctionConfiguration& configuration);
FunctionDocument document_of(const core::Scope& scope, const core::FunctionName& function,
                             const Alias& alias);
FunctionDocument attachment_document(FunctionPart part, const core::Scope& scope,
                                     const core::FunctionName& function,
                                     const std::string& qualifier, std::optional<std::string> text);
FunctionDocument document_of(const LayerVersion& version);
// That the document goes.
FunctionDocument erased(FunctionDocument document);

// LastModified shows milliseconds and is kept across restarts as it was shown.
core::WallTime modification_time(const core::Clock& clock);

// Throws ApiError(precondition_failed) when a revision is given that isn't the current one.
void require_revision(const std::optional<std::string>& given, const std::string& current);

}  // namespace lambda_host
