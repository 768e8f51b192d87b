#include "lambda-host/functions/layer_settings.h"

#include "core/limits.h"
#include "lambda-host/body_members.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/runtime.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace lambda_host {
namespace {

constexpr std::size_t kMaxLicenseLength = 512;
constexpr std::size_t kMaxRuntimes = 15;
constexpr std::size_t kMaxArchitectures = 2;
constexpr std::size_t kMaxLayers = 5;  // Lambda quotas

constexpr std::string_view kArchitectures[] = {"x86_64", "arm64"};

using Texts = std::vector<std::string>;

std::string listed(const Texts& texts) {
  return fmt::format("[{}]", fmt::join(texts, ", "));
}

template <class Fits>
void check_list(const std::optional<Texts>& list, std::string_view member, std::size_t most,
                std::string_view rule, Fits fits, Constraints& constraints) {
  if (!list) return;
  if (list->size() > most) {
    constraints.violated(listed(*list), member,
                         fmt::format("have length less than or equal to {}", most));
  }
  if (!std::all_of(list->begin(), list->end(), fits)) {
    constraints.violated(listed(*list), member, rule);
  }
}

void check_arns(const Texts& arns) {
  Constraints constraints;
  const bool fit = std::all_of(arns.begin(), arns.end(), [](const std::string& arn) {
    return parse_layer_version_arn(arn).has_value();
  });
  if (!fit) {
    constraints.violated(
        listed(arns), "layers",
        R"(satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+), Member must not be null])");
  }
  constraints.require_none();
}

void check_region(const LayerReference& layer, const core::Scope& function) {
  if (layer.scope.region == function.region) return;
  throw_invalid_parameter(
      fmt::format("Layers are not in the same region as the function. Layers are expected to be in "
                  "region {}.",
                  function.region.get()));
}

// Two of the same version are two, too (recorded).
void refuse_same_layer(const Texts& arns) {
  std::map<std::string, std::string> seen;
  for (const std::string& arn : arns) {
    const auto [at, is_new] = seen.emplace(arn.substr(0, arn.rfind(':')), arn);
    if (is_new) continue;
    throw_invalid_parameter(
        fmt::format("Two different versions of the same layer are not allowed to be referenced in "
                    "the same function. {} and {} are versions of the same layer.",
                    at->second, arn));
  }
}

}  // namespace

LayerSettings read_layer_settings(const core::json::Object& body) {
  LayerSettings settings;
  settings.description = body_string(body, "Description").value_or("");
  settings.license_info = body_string(body, "LicenseInfo").value_or("");
  settings.runtimes = body_strings(body, "CompatibleRuntimes");
  settings.architectures = body_strings(body, "CompatibleArchitectures");
  Constraints constraints;
  check_list(settings.runtimes, "compatibleRuntimes", kMaxRuntimes,
             fmt::format("satisfy enum value set: [{}]", current_runtimes()), is_known_runtime,
             constraints);
  check_list(
      settings.architectures, "compatibleArchitectures", kMaxArchitectures,
      "satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not "
      "be null]",
      [](const std::string& text) {
        return std::find(std::begin(kArchitectures), std::end(kArchitectures), text) !=
               std::end(kArchitectures);
      },
      constraints);
  constraints.check_length(settings.description, "description",
                           core::limits::kMaxDescriptionLength);
  constraints.check_length(settings.license_info, "licenseInfo", kMaxLicenseLength);
  constraints.require_none();
  return settings;
}

std::vector<LayerUse> find_layers(const LayerRegistry& layers, const core::Scope& function,
                                  const Texts& arns) {
  check_arns(arns);
  if (arns.size() > kMaxLayers) throw_invalid_parameter("Cannot reference more than 5 layers.");
  refuse_same_layer(arns);
  std::vector<LayerUse> found;
  for (const std::string& arn : arns) {
    const LayerReference reference = *parse_layer_version_arn(arn);
    check_region(reference, function);
    const auto* layer = layers.find(reference);
    if (!layer) throw_invalid_parameter(fmt::format("Layer version {} does not exist.", arn));
    require_shared(layer->version, function.account);
    found.push_back({arn, layer->version.code_size_bytes});
  }
  return found;
}

std::vector<LayerZip> zips_of(const LayerRegistry& layers, const std::vector<LayerUse>& uses) {
  std::vector<LayerZip> zips;
  zips.reserve(uses.size());
  for (const LayerUse& use : uses) {
    zips.push_back({use, layers.find(*parse_layer_version_arn(use.arn))->code});
  }
  return zips;
}

bool fits(const LayerVersion& version, const std::optional<std::string>& runtime,
          const std::optional<std::string>& architecture) {
  const auto has = [](const std::optional<Texts>& all, const std::optional<std::string>& one) {
    return !one || (all && std::find(all->begin(), all->end(), *one) != all->end());
  };
  return has(version.runtimes, runtime) && has(version.architectures, architecture);
}

}  // namespace lambda_host
