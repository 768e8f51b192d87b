#pragma once

#include "lambda-host/functions/code_directory.h"

#include <memory>
#include <string>
#include <vector>

namespace lambda_host {

// A layer that a function is to have.
struct LayerZip {
  LayerUse use;
  std::shared_ptr<const CodeDirectory> code;
};

// Makes the function's own /opt beside its code, of the layers in their order: what a later one
// has replaces what an earlier one has under the same name (Lambda guide, "Managing Lambda
// dependencies with layers"). Nothing is made of no layers. Touches nothing else, so it may run on
// a worker thread, and needs code that no registry has taken over yet. Throws
// ApiError(invalid_parameter_value) for more than 250 MB of layers, for two that don't fit together
// and for extensions, which Rivulet can't run.
void make_opt(PreparedCode& code, const std::vector<LayerZip>& layers);

// The same layers for another upload: those that `from` has.
void copy_opt(PreparedCode& code, const CodeDirectory& from, const std::vector<LayerUse>& layers);

// The function's code with other layers, in a directory of its own.
PreparedCode with_layers(const CodeDirectory& code, const std::vector<LayerZip>& layers,
                         const storage::files::OwnedDirectory& root);

}  // namespace lambda_host
