#include "core/partiql/key_alternatives.h"

#include "core/expressions/expression_paths.h"
#include "core/overloaded.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace core::partiql {

namespace {

using namespace core::expressions;

using Alternatives = std::vector<KeyAlternative>;

// 240 filters to each of those that AWS reads, or 48 terms of the key: that takes a millisecond.
constexpr std::size_t kMaxWritten = 240 * kMaxDecomposedReads;

const std::string* bare_attribute(const Operand& operand) {
  const auto* path = std::get_if<DocumentPath>(&operand);
  return path != nullptr && path->steps.empty() ? &path->attribute : nullptr;
}

KeyOperator key_operator(Comparator comparator) {
  switch (comparator) {
    case Comparator::equal: return KeyOperator::equal;
    case Comparator::less: return KeyOperator::less;
    case Comparator::less_or_equal: return KeyOperator::less_or_equal;
    case Comparator::greater: return KeyOperator::greater;
    case Comparator::greater_or_equal: return KeyOperator::greater_or_equal;
    case Comparator::not_equal: break;
  }
  return KeyOperator::not_indexable;
}

// The attribute and the values that the operands are; nullopt when they are something else.
template <class... Operands>
std::optional<KeyTerm> make_term(KeyOperator op, const Operand& attribute,
                                 const Operands&... operands) {
  const std::string* name = bare_attribute(attribute);
  const bool values = (std::holds_alternative<Literal>(operands) && ...);
  if (name == nullptr || !values || op == KeyOperator::not_indexable) return std::nullopt;
  KeyTerm term{*name, op, {}};
  term.operands.reserve(sizeof...(operands));
  (term.operands.push_back(*std::get<Literal>(operands)), ...);
  return term;
}

std::optional<KeyTerm> find_term(const Condition& condition) {
  return std::visit(Overloaded{
                        [](const Compare& node) {
                          return make_term(key_operator(node.comparator), node.left, node.right);
                        },
                        [](const Between& node) {
                          return make_term(KeyOperator::between, node.value, node.low, node.high);
                        },
                        [](const BeginsWith& node) {
                          return make_term(KeyOperator::begins_with, node.value, node.prefix);
                        },
                        [](const auto&) -> std::optional<KeyTerm> { return std::nullopt; },
                    },
                    condition.node);
}

class Spreader {
 public:
  explicit Spreader(const KeySchema& key)
      : partition_(key.partition.front().name),
        sort_(key.sort.empty() ? std::string_view() : std::string_view(key.sort.front().name)) {}

  Alternatives spread(const Condition& condition) {
    Alternatives single;
    if (auto term = find_term(condition); term && is_key_term(*term)) {
      single.push_back(alternative_of(*std::move(term)));
      return single;
    }
    if (const auto* in = find_key_membership(condition)) return spread_in(*in);
    if (const auto* both = std::get_if<And>(&condition.node)) return spread_and(*both);
    const auto* either = std::get_if<Or>(&condition.node);
    if (either != nullptr && names_key(condition)) return spread_or(*either);
    single.emplace_back().filters.push_back(&condition);
    return single;
  }

  bool too_many() const { return too_many_; }

 private:
  bool is_key_term(const KeyTerm& term) const {
    if (term.attribute == partition_) return term.op == KeyOperator::equal;
    return !sort_.empty() && term.attribute == sort_;
  }

  KeyAlternative alternative_of(KeyTerm term) const {
    KeyAlternative alternative;
    auto& terms = term.attribute == partition_ ? alternative.partition : alternative.sort;
    terms.push_back(std::move(term));
    return alternative;
  }

  const In* find_key_membership(const Condition& condition) const {
    const auto* in = std::get_if<In>(&condition.node);
    const std::string* name = in != nullptr ? bare_attribute(in->value) : nullptr;
    const bool key = name != nullptr && (*name == partition_ || (!sort_.empty() && *name == sort_));
    const auto is_value = [](const Operand& each) { return std::holds_alternative<Literal>(each); };
    return key && std::all_of(in->candidates.begin(), in->candidates.end(), is_value) ? in
                                                                                      : nullptr;
  }

  bool names_key(const Condition& condition) const {
    if (const auto term = find_term(condition)) return is_key_term(*term);
    if (find_key_membership(condition) != nullptr) return true;
    const auto any_names = [&](const std::vector<Condition>& terms) {
      return std::any_of(terms.begin(), terms.end(),
                         [&](const Condition& each) { return names_key(each); });
    };
    if (const auto* both = std::get_if<And>(&condition.node)) return any_names(both->terms);
    const auto* either = std::get_if<Or>(&condition.node);
    return either != nullptr && any_names(either->terms);
  }

  Alternatives spread_in(const In& in) const {
    Alternatives alternatives;
    for (const Operand& each : in.candidates) {
      alternatives.push_back(alternative_of(*make_term(KeyOperator::equal, in.value, each)));
    }
    return alternatives;
  }

  Alternatives spread_or(const Or& either) {
    Alternatives alternatives;
    for (const Condition& each : either.terms) {
      Alternatives more = spread(each);
      alternatives.insert(alternatives.end(), std::make_move_iterator(more.begin()),
                          std::make_move_iterator(more.end()));
      if (alternatives.size() > kMaxAlternatives) too_many_ = true;
      if (too_many_) break;
    }
    return alternatives;
  }

  // Each of the one side with each of the other.
  Alternatives spread_and(const And& both) {
    Alternatives alternatives(1);
    for (const Condition& each : both.terms) {
      Alternatives more = spread(each);
      written_ += effort(alternatives, more);
      if (alternatives.size() * more.size() > kMaxAlternatives || written_ > kMaxWritten) {
        too_many_ = true;
      }
      if (too_many_) break;
      alternatives = product(std::move(alternatives), more);
    }
    return alternatives;
  }

  // How much their product writes. A term of the key is copied, and encoded when it is read by.
  static std::size_t effort(const Alternatives& left, const Alternatives& right) {
    const std::size_t once = left.size() * effort(right);
    return right.size() == 1 ? once : once + right.size() * effort(left);
  }
  static std::size_t effort(const Alternatives& alternatives) {
    constexpr std::size_t kFiltersInTermsTime = 5;
    std::size_t sum = 0;
    for (const KeyAlternative& each : alternatives) {
      sum += kFiltersInTermsTime * (each.partition.size() + each.sort.size()) + each.filters.size();
    }
    return sum;
  }

  // A thousand terms of AND may follow a thousand alternatives: where one is added to each, none of
  // them is copied.
  static Alternatives product(Alternatives left, const Alternatives& right) {
    if (right.size() == 1) {
      for (KeyAlternative& each : left) add(right.front(), each);
      return left;
    }
    Alternatives all;
    all.reserve(left.size() * right.size());
    for (const KeyAlternative& each : left) {
      for (const KeyAlternative& other : right) add(other, all.emplace_back(each));
    }
    return all;
  }

  static void add(const KeyAlternative& more, KeyAlternative& to) {
    append(more.partition, to.partition);
    append(more.sort, to.sort);
    append(more.filters, to.filters);
  }

  template <class Term>
  static void append(const std::vector<Term>& more, std::vector<Term>& to) {
    to.insert(to.end(), more.begin(), more.end());
  }

  std::string_view partition_;
  std::string_view sort_;
  std::size_t written_ = 0;
  bool too_many_ = false;
};

bool fixes_partition(const KeyAlternative& alternative) {
  const auto& terms = alternative.partition;
  return !terms.empty() && std::all_of(terms.begin(), terms.end(), [&](const KeyTerm& term) {
    return term.operands == terms.front().operands;
  });
}

bool names(const Condition& condition, std::string_view attribute) {
  const auto paths = paths_of(condition);
  return std::any_of(paths.begin(), paths.end(),
                     [&](const DocumentPath* path) { return path->attribute == attribute; });
}

}  // namespace

bool KeyAlternatives::keyed() const {
  return std::all_of(all.begin(), all.end(), fixes_partition);
}

KeyAlternatives find_alternatives(const Condition* where, const KeySchema& key) {
  KeyAlternatives result;
  if (where == nullptr) {
    result.all.emplace_back();
    return result;
  }
  Spreader spreader(key);
  result.all = spreader.spread(*where);
  result.too_many = spreader.too_many();
  if (result.all.empty()) result.all.emplace_back();  // IN of nothing
  return result;
}

bool denies(const Condition& condition, std::string_view attribute) {
  const auto any_denies = [&](const std::vector<Condition>& terms) {
    return std::any_of(terms.begin(), terms.end(),
                       [&](const Condition& each) { return denies(each, attribute); });
  };
  return std::visit(Overloaded{
                        [&](const Not& node) { return names(*node.inner, attribute); },
                        [&](const TruthIsOneOf&) { return names(condition, attribute); },
                        [&](const Compare& node) {
                          return node.comparator == Comparator::not_equal &&
                                 names(condition, attribute);
                        },
                        [&](const And& node) { return any_denies(node.terms); },
                        [&](const Or& node) { return any_denies(node.terms); },
                        [](const auto&) { return false; },
                    },
                    condition.node);
}

}  // namespace core::partiql
