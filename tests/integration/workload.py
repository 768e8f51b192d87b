"""Random DynamoDB requests: each as the model wants it (trees) and as the wire wants it (texts).

Small pools of keys, names and values, so that requests meet each other's items and conditions
hold often.
"""
from expression_texts import wire
from faults import FAULTS
from model_expressions import canonical, kind

PLAIN, SORTED, INDEX = "Plain", "Sorted", "by_c"
PARTITIONS = ["k0", "k1", "k2", "k3"]
SORTS = ["-10", "-1.5", "0", "1", "2", "1e1", "123456789012345678"]
NAMES = ["a", "b", "c", "d", "l", "m", "n", "ss"]
NUMBERS = ["0", "1", "-1", "2", "1.0", "1.50", "10", "1e2", "-0.5", "0.001", "99999",
           "12345678901234567890"]
STRINGS = ["", "x", "y", "xy", "xyz", "Zebra", "é"]
BINARIES = ["", "AQ==", "AQI=", "AQID", "/w=="]
COMPARISONS = ["=", "<>", "<", "<=", ">", ">="]
OLD_AND_NEW = ["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"]


class Workload:
    def __init__(self, random):
        self.random = random

    def some(self, make, least, most):
        return [make() for _ in range(self.random.randint(least, most))]

    def set_value(self):
        name = self.random.choice(["SS", "NS", "BS"])
        pool = {"SS": STRINGS[1:], "NS": ["0", "1", "2", "-1", "1e2", "0.001"],
                "BS": BINARIES[1:]}[name]
        return {name: self.random.sample(pool, self.random.randint(1, 3))}

    def scalar(self):
        name = self.random.choice("SSNNNB")
        return {name: self.random.choice({"S": STRINGS, "N": NUMBERS, "B": BINARIES}[name])}

    def value(self, depth=0):
        choice = self.random.random()
        if choice < 0.6:
            return self.scalar()
        if choice < 0.7:
            return self.random.choice([{"BOOL": True}, {"BOOL": False}, {"NULL": True}])
        if choice < 0.8 or depth > 2:
            return self.set_value()
        if choice < 0.9:
            return {"L": self.some(lambda: self.value(depth + 1), 0, 3)}
        return {"M": {self.random.choice("xyz"): self.value(depth + 1)
                      for _ in range(self.random.randint(0, 3))}}

    def attribute(self, name):
        """Mostly what the name says: l is a list, m a map, n a number, c an index key (or none,
        when it is empty)."""
        if self.random.random() < 0.04:
            return self.value()
        if name == "l":
            return {"L": self.some(lambda: self.value(1), 0, 4)}
        if name == "m":
            return {"M": {step: self.value(1) for step in "xyz" if self.random.random() < 0.6}}
        if name == "n":
            return {"N": self.random.choice(NUMBERS)}
        if name == "c":
            return {"S": self.random.choice(["red", "green"] * 8 + [""])}
        return self.set_value() if name == "ss" else self.value()

    def key(self, table):
        key = {"pk": {"S": self.random.choice(PARTITIONS)}}
        if table == SORTED:
            key["sk"] = {"N": self.random.choice(SORTS)}
        elif self.random.random() < 0.5:
            key["pk"]["S"] += self.random.choice("abcdef")
        return key

    def item(self, table):
        names = [name for name in NAMES if self.random.random() < 0.5]
        return {**self.key(table), **{name: self.attribute(name) for name in names}}

    def path(self, names=NAMES):
        name = self.random.choice(names)
        if name == "m" and self.random.random() < 0.6:
            return ("m", self.random.choice("xyz"))
        if name == "l" and self.random.random() < 0.6:
            return ("l", self.random.randint(0, 4))
        return (name,)

    def bounds(self):
        name, pool = self.random.choice([("N", NUMBERS), ("S", STRINGS)])
        pair = sorted(self.random.sample(pool, 2),
                      key=lambda text: canonical({name: text})[1] if name == "N" else text.encode())
        return [("value", {name: text}) for text in pair]

    def condition(self, names=NAMES, depth=0):
        choice = self.random.random()
        if choice < 0.25 and depth < 3:
            inner = self.some(lambda: self.condition(names, depth + 1), 2, 3)
            return (self.random.choice(["and", "or"]), inner)
        if choice < 0.33 and depth < 3:
            return ("not", self.condition(names, depth + 1))
        if choice < 0.55:
            value = self.scalar() if self.random.random() < 0.8 else self.value()
            operators = COMPARISONS if kind(value) in "SNB" else COMPARISONS[:2]
            return ("compare", self.random.choice(operators), ("path", self.path(names)),
                    ("value", value))
        if choice < 0.6:
            return ("compare", self.random.choice(["=", "<", "<=", ">", ">="]),
                    ("size", self.path(names)), ("value", {"N": str(self.random.randint(0, 3))}))
        if choice < 0.66:
            return ("between", ("path", self.path(names)), *self.bounds())
        if choice < 0.71:
            return ("in", ("path", self.path(names)),
                    self.some(lambda: ("value", self.value()), 1, 3))
        if choice < 0.85:
            return (self.random.choice(["exists", "missing"]), self.path(names))
        if choice < 0.89:
            return ("type", self.path(names),
                    self.random.choice(["S", "N", "B", "SS", "BOOL", "NULL", "L", "M"]))
        if choice < 0.94:
            return ("begins", self.path(names), {"S": self.random.choice(STRINGS)})
        return ("contains", self.path(names), self.scalar())

    def source(self, path):
        choice = self.random.random()
        if path[0] == "l" and len(path) == 1 and choice < 0.6:
            more = ("value", {"L": self.some(lambda: self.value(1), 0, 2)})
            start = ("path", path) if choice < 0.3 else ("if_missing", path, ("value", {"L": []}))
            return self.random.choice([("append", start, more), ("append", more, start)])
        if path[0] == "n" and choice < 0.7:
            start = ("path", path) if choice < 0.4 else ("if_missing", path, ("value", {"N": "7"}))
            more = ("value", {"N": self.random.choice(NUMBERS[:9])})
            return (self.random.choice("+-"), start, more)
        if choice < 0.75:
            return ("value", self.attribute(path[0]) if len(path) == 1 else self.value(1))
        if choice < 0.85:
            return ("path", self.path())
        return ("if_missing", self.path(), ("value", self.value()))

    def update(self, names=NAMES):
        """One action a root attribute, so that paths never overlap."""
        update = {}
        for name in self.random.sample(names, self.random.randint(1, 3)):
            path, choice = self.path([name]), self.random.random()
            if choice < 0.55:
                update.setdefault("SET", []).append((path, self.source(path)))
            elif choice < 0.75:
                update.setdefault("REMOVE", []).append(path)
            elif choice < 0.88:
                value = {"N": "1.5"} if name != "ss" and choice < 0.85 else self.set_value()
                update.setdefault("ADD", []).append(((name,), value))
            else:
                update.setdefault("DELETE", []).append(((name,), self.set_value()))
        return update

    def projection(self):
        return [self.path([name]) for name in
                self.random.sample([*NAMES, "pk"], self.random.randint(1, 4))]

    def maybe(self, request, **members):
        for name, make in members.items():
            if self.random.random() < 0.4:
                request[name] = make()
        return request

    def table(self):
        return self.random.choice([PLAIN, SORTED])

    def write_options(self, request, returns):
        return self.maybe(
            request, Condition=self.condition, ReturnValues=lambda: self.random.choice(returns),
            ReturnValuesOnConditionCheckFailure=lambda: "ALL_OLD")

    def PutItem(self):
        table = self.table()
        return self.write_options({"TableName": table, "Item": self.item(table)},
                                  OLD_AND_NEW[:2])

    def DeleteItem(self):
        table = self.table()
        return self.write_options({"TableName": table, "Key": self.key(table)}, OLD_AND_NEW[:2])

    def UpdateItem(self):
        table = self.table()
        request = {"TableName": table, "Key": self.key(table)}
        if self.random.random() < 0.95:
            request["Change"] = self.update()
        return self.write_options(request, OLD_AND_NEW)

    def GetItem(self):
        table = self.table()
        return self.maybe({"TableName": table, "Key": self.key(table)}, Projection=self.projection)

    def Query(self):
        index = self.random.random() < 0.3
        name, value = ("c", self.random.choice(["red", "green"])) if index else (
            "pk", self.random.choice(PARTITIONS))
        parts = [("compare", "=", ("path", (name,)), ("value", {"S": value}))]
        sort, pool = ("n", NUMBERS) if index else ("sk", SORTS)
        choice = self.random.random()
        if choice < 0.4:
            parts.append(("compare", self.random.choice(["=", "<", "<=", ">", ">="]),
                          ("path", (sort,)), ("value", {"N": self.random.choice(pool)})))
        elif choice < 0.6:
            low, high = sorted(self.random.sample(pool, 2),
                               key=lambda text: canonical({"N": text})[1])
            parts.append(("between", ("path", (sort,)), ("value", {"N": low}),
                          ("value", {"N": high})))
        request = {"TableName": SORTED, "KeyCondition": ("and", parts)}
        others = [name for name in NAMES if name not in ("c", "n")] if index else NAMES
        if index:
            request["IndexName"] = INDEX
        else:
            self.maybe(request, Limit=lambda: self.random.randint(1, 5))
            if "Limit" in request:
                start = {"pk": {"S": value}, "sk": {"N": self.random.choice(SORTS)}}
                if len(parts) == 1:
                    self.maybe(request, ExclusiveStartKey=lambda: start)
        self.maybe(request, Filter=lambda: self.condition(others),
                   ScanIndexForward=lambda: self.random.random() < 0.5)
        return self.shape(request)

    def shape(self, request):
        self.maybe(request, Projection=self.projection)
        if "Projection" not in request and self.random.random() < 0.2:
            request["Select"] = self.random.choice(["COUNT", "ALL_ATTRIBUTES"])
        return request

    def Scan(self):
        request = {"TableName": self.table()}
        if request["TableName"] == SORTED and self.random.random() < 0.3:
            request["IndexName"] = INDEX
        return self.shape(self.maybe(request, Filter=self.condition))

    def keys(self, most):
        """Different keys of both tables, as (table, key)."""
        found = {}
        for table in self.some(self.table, 1, most):
            key = self.key(table)
            found[table, tuple(canonical(value) for value in key.values())] = (table, key)
        return list(found.values())

    def BatchGetItem(self):
        request = {}
        for table, key in self.keys(8):
            request.setdefault(table, {"Keys": []})["Keys"].append(key)
        for part in request.values():
            self.maybe(part, Projection=self.projection)
        return {"RequestItems": request}

    def TransactGetItems(self):
        return {"TransactItems": [
            {"Get": self.maybe({"TableName": table, "Key": key}, Projection=self.projection)}
            for table, key in self.keys(6)]}

    def BatchWriteItem(self):
        request = {}
        for table, key in self.keys(10):
            member = {"DeleteRequest": {"Key": key}}
            if self.random.random() < 0.7:
                member = {"PutRequest": {"Item": {**self.item(table), **key}}}
            request.setdefault(table, []).append(member)
        return {"RequestItems": request}

    def TransactWriteItems(self):
        """Index keys stay out: a wrong one refuses the call or cancels it, by the member's kind."""
        names = [name for name in NAMES if name not in ("c", "n")]
        members = []
        for table, key in self.keys(5):
            choice, inner = self.random.random(), {"TableName": table}
            if choice < 0.4:
                item = {name: self.attribute(name) for name in names if self.random.random() < 0.5}
                members.append({"Put": self.maybe({**inner, "Item": {**item, **key}},
                                                  Condition=self.condition)})
            elif choice < 0.7:
                members.append({"Update": self.maybe(
                    {**inner, "Key": key, "Change": self.update(names)},
                    Condition=self.condition)})
            elif choice < 0.85:
                members.append({"Delete": self.maybe({**inner, "Key": key},
                                                     Condition=self.condition)})
            else:
                members.append({"ConditionCheck": {**inner, "Key": key,
                                                   "Condition": self.condition()}})
        return {"TransactItems": members}


WEIGHTS = {"PutItem": 24, "UpdateItem": 28, "DeleteItem": 6, "GetItem": 8, "Query": 12, "Scan": 5,
           "BatchWriteItem": 4, "BatchGetItem": 3, "TransactWriteItems": 8, "TransactGetItems": 2}


class RequestMaker(Workload):
    def next(self):
        """The operation, what the model wants, what goes out, the code of its refusal or None."""
        if self.random.random() < 0.12:
            name, spoil, code = self.random.choice(FAULTS)
            body = wire(getattr(self, name)(), self.random)
            spoil(body)
            return name, None, body, code
        name, = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))
        request = getattr(self, name)()
        return name, request, wire(request, self.random), None
