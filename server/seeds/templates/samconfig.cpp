#include "server/seeds/templates/samconfig.h"

#include "server/seeds/document.h"
#include "server/seeds/file_text.h"
#include "server/seeds/yaml.h"

#include <algorithm>

namespace server::seeds {
namespace {

constexpr std::string_view kLongQuotes[] = {"\"\"\"", "'''"};

// With which the text begins, if it goes over several lines; else nothing.
std::string_view long_quotes_of(std::string_view text) {
  for (const std::string_view quotes : kLongQuotes) {
    if (text.starts_with(quotes)) return quotes;
  }
  return {};
}

// A text as TOML has it: without its quotes, and with what is escaped in double ones.
std::string unquoted(std::string_view text) {
  text = trimmed(text);
  if (const std::string_view quotes = long_quotes_of(text); !quotes.empty()) {
    text.remove_prefix(quotes.size());
    return std::string(text.substr(0, text.find(quotes)));
  }
  if (text.size() < 2 || (text.front() != '"' && text.front() != '\'')) return std::string(text);
  const char quote = text.front();
  std::string plain;
  for (std::size_t i = 1; i < text.size() && text[i] != quote; ++i) {
    if (quote == '"' && text[i] == '\\' && i + 1 < text.size()) ++i;
    plain += text[i];
  }
  return plain;
}

// comment := "#" whatever follows, outside of texts.
std::string_view without_comment(std::string_view line) {
  char quote = '\0';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == '"' && c == '\\') {
      ++i;
    } else if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      return line.substr(0, i);
    }
  }
  return line;
}

// The elements of ["…", "…"], as one line; of a text, the text.
std::string overrides_line(std::string_view toml) {
  toml = trimmed(toml);
  if (!toml.starts_with('[')) return unquoted(toml);
  std::string line;
  for (std::size_t at = toml.find('"'); at != std::string_view::npos;) {
    const std::string element = unquoted(toml.substr(at));
    line += element + " ";
    // Behind the closing quote: escapes are longer in the file than in the text.
    std::size_t end = at + 1;
    while (end < toml.size() && toml[end] != '"') end += toml[end] == '\\' ? 2 : 1;
    at = end < toml.size() ? toml.find('"', end + 1) : std::string_view::npos;
  }
  return line;
}

// Whether the value goes on in the next line.
bool is_open(std::string_view value) {
  value = trimmed(value);
  if (value.starts_with('[')) return !value.ends_with(']');
  const std::string_view quotes = long_quotes_of(value);
  return !quotes.empty() && value.find(quotes, quotes.size()) == std::string_view::npos;
}

// The lines of a file, those of one setting together, without comments and what is empty.
class Lines {
 public:
  Lines(std::string name, std::string_view text) : name_(std::move(name)), rest_(text) {}

  // line := "[" table "]" | setting "=" value. Throws Fault for any other.
  bool next(std::string& line) {
    do {
      if (rest_.empty()) return false;
      line = trimmed(without_comment(one()));
    } while (line.empty());
    const std::size_t begun = number_;
    if (line.starts_with('[')) {
      if (!line.ends_with(']')) fail(begun, "there is no ] behind the table's name");
      return true;
    }
    const auto equals = line.find('=');
    if (equals == std::string::npos) fail(begun, "it is neither a [table] nor a setting = value");
    while (is_open(std::string_view(line).substr(equals + 1))) {
      if (rest_.empty()) fail(begun, "the value has no end");
      const bool is_text =
          !long_quotes_of(trimmed(std::string_view(line).substr(equals + 1))).empty();
      line += " ";
      line += trimmed(is_text ? one() : without_comment(one()));
    }
    return true;
  }

 private:
  std::string_view one() {
    const auto end = std::min(rest_.find('\n'), rest_.size());
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++number_;
    return line;
  }

  [[noreturn]] void fail(std::size_t line, const char* why) const {
    throw Fault({name_, line}, why);
  }

  std::string name_;
  std::string_view rest_;
  std::size_t number_ = 0;
};

void read_setting(std::string_view line, SamConfig& config) {
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return;
  const std::string_view name = trimmed(line.substr(0, equals));
  const std::string_view value = line.substr(equals + 1);
  if (name == "stack_name") config.stack_name = unquoted(value);
  if (name == "parameter_overrides") config.parameters = parse_overrides(overrides_line(value));
}

// overrides := line | (line)* | {name: value}
Overrides overrides_of(const Value& value) {
  if (value.is_scalar()) return parse_overrides(value.text);
  Overrides overrides;
  for (const Value& each : value.list) overrides.merge(parse_overrides(each.text));
  for (const auto& [name, member] : value.members) overrides[name] = member.text;
  return overrides;
}

// What `command` is given in the environment "default".
SamConfig settings_of(const Value& document, const char* command) {
  const Value* at = &document;
  for (const char* step : {"default", command, "parameters"}) {
    at = at->find(step);
    if (!at) return {};
  }
  const Value* const overrides = at->find("parameter_overrides");
  return {at->text_of("stack_name"), overrides ? overrides_of(*overrides) : Overrides()};
}

// What is said of a deployment, over what is said of all commands.
SamConfig combined(SamConfig deploy, SamConfig global) {
  if (deploy.stack_name.empty()) deploy.stack_name = std::move(global.stack_name);
  deploy.parameters.merge(global.parameters);
  return deploy;
}

}  // namespace

SamConfig read_samconfig(const std::string& name, const std::string& toml) {
  SamConfig global;
  SamConfig deploy;
  SamConfig* table = nullptr;
  Lines lines(name, toml);
  for (std::string line; lines.next(line);) {
    if (line.starts_with('[')) {
      table = line == "[default.deploy.parameters]"   ? &deploy
              : line == "[default.global.parameters]" ? &global
                                                      : nullptr;
    } else if (table) {
      read_setting(line, *table);
    }
  }
  return combined(std::move(deploy), std::move(global));
}

SamConfig read_yaml_samconfig(const std::string& name, const std::string& yaml) {
  const Value document = read_yaml(name, yaml);
  return combined(settings_of(document, "deploy"), settings_of(document, "global"));
}

SamConfig samconfig_in(const std::filesystem::path& folder) {
  for (const char* name : {"samconfig.toml", "samconfig.yaml", "samconfig.yml"}) {
    const auto path = folder / name;
    if (!std::filesystem::is_regular_file(path)) continue;
    const std::string text = file_text(path, kMaxDocumentBytes);
    return path.extension() == ".toml" ? read_samconfig(path.string(), text)
                                       : read_yaml_samconfig(path.string(), text);
  }
  return {};
}

}  // namespace server::seeds
