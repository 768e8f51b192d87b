"""Requests with expression trees, as model_expressions.py has them, become PartiQL statements."""
import json

import expression_texts
from model_expressions import kind


class NoStatement(Exception):
    """PartiQL can't say it."""


class Texts(expression_texts.Texts):
    """Renders trees; values become literals or parameters, as it happens."""

    def __init__(self, random):
        super().__init__(random)
        self.parameters = []

    def literal(self, value):
        """None for what has no literal: binary values."""
        name, inner = next(iter(value.items()))
        if name == "S":
            return "'" + inner.replace("'", "''") + "'"
        if name == "N":
            return inner
        if name in ("BOOL", "NULL"):
            return "null" if name == "NULL" else json.dumps(inner)
        if name in ("SS", "NS"):
            return "<<" + ", ".join(self.literal({name[0]: each}) for each in inner) + ">>"
        if name == "L":
            parts = [self.literal(each) for each in inner]
            return None if None in parts else "[" + ", ".join(parts) + "]"
        if name == "M":
            parts = [(f"'{key}'", self.literal(each)) for key, each in inner.items()]
            return None if None in [part for _, part in parts] else (
                "{" + ", ".join(f"{key}: {part}" for key, part in parts) + "}")
        return None

    def value(self, value):
        text = self.literal(value)
        if text is None or self.random.random() < 0.5:
            self.parameters.append(value)
            return "?"
        return text

    def step(self, name):
        return name if self.random.random() < 0.5 else f'"{name}"'

    def condition(self, condition, inside=False):
        name, *rest = condition
        if name == "not":
            return f"NOT ({self.condition(rest[0])})"
        if name == "in":
            return f"{self.operand(rest[0])} IN [{', '.join(map(self.operand, rest[1]))}]"
        if name in ("exists", "missing"):
            ways = {"exists": ["attribute_exists({})", "{} IS NOT MISSING"],
                    "missing": ["attribute_not_exists({})", "{} IS MISSING"]}[name]
            return self.random.choice(ways).format(self.path(rest[0]))
        if name == "type":
            return f"attribute_type({self.path(rest[0])}, '{rest[1]}')"
        return super().condition(condition, inside)

    def set_call(self, function, path, value):
        if kind(value) not in ("SS", "NS", "BS"):
            raise NoStatement
        target = self.path(path)
        return f"SET {target} = {function}({target}, {self.value(value)})"

    def update(self, update):
        clauses = [f"SET {self.path(path)} = {self.source(source)}"
                   for path, source in update.get("SET", [])]
        clauses += [f"REMOVE {self.path(path)}" for path in update.get("REMOVE", [])]
        clauses += [self.set_call("set_add", path, value) for path, value in update.get("ADD", [])]
        clauses += [self.set_call("set_delete", path, value)
                    for path, value in update.get("DELETE", [])]
        return " ".join(clauses)

    def where(self, key, condition=None):
        parts = [f"{self.step(name)} = {self.value(value)}" for name, value in key.items()]
        if condition:
            parts.append(self.condition(condition, True))
        return " WHERE " + " AND ".join(parts)


RETURNING = {"ALL_OLD": "ALL OLD", "ALL_NEW": "ALL NEW", "UPDATED_OLD": "MODIFIED OLD",
             "UPDATED_NEW": "MODIFIED NEW"}


def returning(request):
    wanted = RETURNING.get(request.get("ReturnValues"))
    return f" RETURNING {wanted} *" if wanted else ""


def put(texts, request):
    fields = ", ".join(f"'{name}': {texts.value(value)}" for name, value in request["Item"].items())
    return f"INSERT INTO \"{request['TableName']}\" VALUE {{{fields}}}"


def update(texts, request):
    head = f"\"{request['TableName']}\""
    if texts.random.random() < 0.5:
        return (f"UPDATE {head} {texts.update(request['Change'])}"
                + texts.where(request["Key"], request.get("Condition")) + returning(request))
    return (f"FROM {head}" + texts.where(request["Key"], request.get("Condition")) + " "
            + texts.update(request["Change"]) + returning(request))


def delete(texts, request):
    return (f"DELETE FROM \"{request['TableName']}\""
            + texts.where(request["Key"], request.get("Condition")) + returning(request))


def get(texts, request):
    return f"SELECT * FROM \"{request['TableName']}\"" + texts.where(request["Key"])


def read(texts, request, order=""):
    source = f"\"{request['TableName']}\""
    if "IndexName" in request:
        source += f".\"{request['IndexName']}\""
    parts = [texts.condition(request[name], True) for name in ("KeyCondition", "Filter")
             if name in request]
    return f"SELECT * FROM {source}" + (" WHERE " + " AND ".join(parts) if parts else "") + order


def query(texts, request):
    sort = "n" if "IndexName" in request else "sk"
    if "ScanIndexForward" not in request:
        return read(texts, request)
    way = "ASC" if request["ScanIndexForward"] else "DESC"
    return read(texts, request, f" ORDER BY {sort} {way}")


STATEMENTS = {"PutItem": put, "UpdateItem": update, "DeleteItem": delete, "GetItem": get,
              "Query": query, "Scan": read}


def statement(name, request, random):
    """The body of the ExecuteStatement that asks for the same; None where PartiQL can't."""
    texts = Texts(random)
    try:
        body = {"Statement": STATEMENTS[name](texts, request)}
    except NoStatement:
        return None
    if texts.parameters:
        body["Parameters"] = texts.parameters
    if "ReturnValuesOnConditionCheckFailure" in request and name != "PutItem":
        body["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    return body if len(body["Statement"]) <= 8192 else None
