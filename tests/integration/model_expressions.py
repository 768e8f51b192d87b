"""DynamoDB's values and expressions, for the model: plain dicts, decimal numbers, no parsing.

Attribute values have their wire form ({"N": "1"}). Expressions are trees, not text, so that no
parser is shared with anybody:

    path        ("a",), ("m", "x"), ("l", 0)
    operand     ("path", path) | ("value", attribute value) | ("size", path)
    condition   ("compare", op, operand, operand) | ("between", operand, operand, operand)
                | ("in", operand, [operand…]) | ("exists" | "missing", path) | ("type", path, "S")
                | ("begins" | "contains", path, attribute value)
                | ("and" | "or", [condition…]) | ("not", condition)
    update      {"SET": [(path, source)…], "REMOVE": [path…], "ADD" | "DELETE": [(path, value)…]}
    source      operand | ("+" | "-", operand, operand) | ("if_missing", path, operand)
                | ("append", operand, operand)
"""
import base64
import copy
import decimal

decimal.getcontext().prec = 60
VALIDATION = "ValidationException"


class Refused(Exception):
    """The answer is an error. `reasons` are a transaction's, one a member; `item` comes with it."""

    def __init__(self, code, reasons=None, item=None):
        super().__init__(code)
        self.code, self.reasons, self.item = code, reasons, item


def number(value):
    return decimal.Decimal(value["N"])


def number_value(amount):
    return {"N": format(amount.normalize(), "f")}


def kind(value):
    return next(iter(value))


def canonical(value):
    """Equal for equal values, however they are spelled: hashable."""
    name, inner = next(iter(value.items()))
    if name == "N":
        return "N", decimal.Decimal(inner)
    if name == "NS":
        return "NS", frozenset(decimal.Decimal(n) for n in inner)
    if name in ("SS", "BS"):
        return name, frozenset(inner)
    if name == "L":
        return "L", tuple(canonical(element) for element in inner)
    if name == "M":
        return "M", canonical_item(inner)
    return name, inner


def canonical_item(item):
    return frozenset((name, canonical(value)) for name, value in item.items())


def find(item, path):
    """The value at a path, or None."""
    value = {"M": item}
    for step in path:
        inner = value.get("M" if isinstance(step, str) else "L")
        if inner is None:
            return None
        if isinstance(step, str):
            value = inner.get(step)
        else:
            value = inner[step] if step < len(inner) else None
        if value is None:
            return None
    return value


def size_of(value):
    name, inner = next(iter(value.items()))
    if name == "B":
        return len(base64.b64decode(inner))
    if name == "S":
        return len(inner.encode("utf-16-le")) // 2  # Java's length: UTF-16 code units
    return len(inner) if name in ("SS", "NS", "BS", "L", "M") else None


def operand_value(operand, item):
    name, inner = operand
    if name == "value":
        return inner
    found = find(item, inner)
    if name == "path" or found is None:
        return found
    size = size_of(found)
    return None if size is None else {"N": str(size)}


def ordered(value):
    """What `<` compares, or None where it compares nothing."""
    if value is None or kind(value) not in ("S", "N", "B"):
        return None
    name, inner = next(iter(value.items()))
    return name, {"N": lambda: number(value), "S": inner.encode,
                  "B": lambda: base64.b64decode(inner)}[name]()


def compare(operator, left, right):
    if operator in ("=", "<>"):
        same = left is not None and right is not None and canonical(left) == canonical(right)
        return same == (operator == "=")
    a, b = ordered(left), ordered(right)
    if a is None or b is None or a[0] != b[0]:
        return False
    return {"<": a[1] < b[1], "<=": a[1] <= b[1], ">": a[1] > b[1], ">=": a[1] >= b[1]}[operator]


def begins(value, prefix):
    a, b = ordered(value), ordered(prefix)
    return a is not None and a[0] == b[0] and a[0] != "N" and a[1].startswith(b[1])


def contains(value, wanted):
    if value is None:
        return False
    name, inner = next(iter(value.items()))
    if name in ("S", "B"):
        return kind(wanted) == name and ordered(wanted)[1] in ordered(value)[1]
    if name in ("SS", "NS", "BS"):
        return canonical(wanted) in [canonical({name[0]: element}) for element in inner]
    return name == "L" and canonical(wanted) in [canonical(element) for element in inner]


def holds(condition, item):
    name, *rest = condition
    if name in ("and", "or"):
        return (all if name == "and" else any)(holds(inner, item) for inner in rest[0])
    if name == "not":
        return not holds(rest[0], item)
    if name == "compare":
        return compare(rest[0], operand_value(rest[1], item), operand_value(rest[2], item))
    if name == "between":
        value, low, high = (operand_value(operand, item) for operand in rest)
        return compare(">=", value, low) and compare("<=", value, high)
    if name == "in":
        value = operand_value(rest[0], item)
        return any(compare("=", value, operand_value(other, item)) for other in rest[1])
    value = find(item, rest[0])
    if name == "exists":
        return value is not None
    if name == "missing":
        return value is None
    if name == "type":
        return value is not None and kind(value) == rest[1]
    return (begins if name == "begins" else contains)(value, rest[1])


def source_value(source, item):
    name, *rest = source
    if name == "if_missing":
        found = find(item, rest[0])
        return found if found is not None else source_value(rest[1], item)
    if name in ("+", "-", "append"):
        left, right = (source_value(operand, item) for operand in rest)
        wanted = "L" if name == "append" else "N"
        if kind(left) != wanted or kind(right) != wanted:
            raise Refused(VALIDATION)
        if name == "append":
            return {"L": left["L"] + right["L"]}
        return number_value(number(left) + (number(right) if name == "+" else -number(right)))
    value = operand_value(source, item)
    if value is None:
        raise Refused(VALIDATION)
    return value


def given_kinds(update):
    """What an update says itself, without the item, of the types it gives: path → type."""
    known = {"+": "N", "-": "N", "append": "L"}
    kinds = {path: kind(value) for clause in ("ADD", "DELETE")
             for path, value in update.get(clause, [])}
    for path, source in update.get("SET", []):
        if source[0] == "value":
            kinds[path] = kind(source[1])
        elif source[0] in known:
            kinds[path] = known[source[0]]
    return kinds


def container(item, path):
    """The dict or list that holds the last step of a path: it must be there, and fit."""
    parent = {"M": item} if len(path) == 1 else find(item, path[:-1])
    wanted = "M" if isinstance(path[-1], str) else "L"
    if parent is None or kind(parent) != wanted:
        raise Refused(VALIDATION)
    return parent[wanted]


def set_path(item, path, value):
    inside, step = container(item, path), path[-1]
    if isinstance(step, str):
        inside[step] = value
    elif step < len(inside):
        inside[step] = value
    else:
        inside.append(value)


def remove_paths(item, paths):
    """All of them as the item was: an index doesn't move by what another one removes."""
    for path in sorted(paths, key=str, reverse=True):
        inside, step = container(item, path), path[-1]
        if isinstance(step, str):
            inside.pop(step, None)
        elif step < len(inside):
            del inside[step]


def added(old, value):
    if old is None:
        return value
    if kind(old) != kind(value) or kind(value) not in ("N", "SS", "NS", "BS"):
        raise Refused(VALIDATION)
    if "N" in value:
        return number_value(number(old) + number(value))
    name = kind(value)
    there = {canonical({name[0]: element}) for element in old[name]}
    return {name: old[name] + [element for element in value[name]
                               if canonical({name[0]: element}) not in there]}


def without(old, value):
    """What DELETE leaves of a set; None for nothing."""
    if old is None:
        return None
    name = kind(value)
    if kind(old) != name:
        raise Refused(VALIDATION)
    gone = {canonical({name[0]: element}) for element in value[name]}
    left = [element for element in old[name] if canonical({name[0]: element}) not in gone]
    return {name: left} if left else None


def updated(old, update):
    """The item after an update; every operand is read from the item as it was."""
    new = copy.deepcopy(old)
    values = [(path, source_value(source, old)) for path, source in update.get("SET", [])]
    for path, value in values:
        set_path(new, path, copy.deepcopy(value))
    for path, value in update.get("ADD", []):
        set_path(new, path, copy.deepcopy(added(find(old, path), value)))
    for path, value in update.get("DELETE", []):
        left = without(find(old, path), value)
        if left is None:
            remove_paths(new, [path])
        else:
            set_path(new, path, left)
    remove_paths(new, update.get("REMOVE", []))
    return new


def selected(value, steps):
    """A value cut down to the paths below it. `steps`: the rests of the paths that lead here."""
    if () in steps:
        return value
    name, inner = next(iter(value.items()))
    heads = {path[0] for path in steps}
    parts = []
    for head in sorted(heads, key=lambda step: (isinstance(step, str), step)):
        if name == "M" and isinstance(head, str) and head in inner:
            part = inner[head]
        elif name == "L" and isinstance(head, int) and head < len(inner):
            part = inner[head]
        else:
            continue
        part = selected(part, [path[1:] for path in steps if path[0] == head])
        if part is not None:
            parts.append((head, part))
    if not parts:
        return None
    return {"M": dict(parts)} if name == "M" else {"L": [part for _, part in parts]}


def projected(item, paths):
    if paths is None:
        return item
    found = selected({"M": item}, list(paths))
    return found["M"] if found else {}
