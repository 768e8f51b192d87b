"""Requests with expression trees, as model_expressions.py has them, become requests with texts."""


class Texts:
    """Renders trees, and collects the placeholders they need."""

    def __init__(self, random):
        self.random, self.names, self.values = random, {}, {}

    def value(self, value):
        name = f":v{len(self.values)}"
        self.values[name] = value
        return name

    def step(self, name):
        if self.random.random() < 0.5 and name not in ("by", "size"):
            return name
        for placeholder, known in self.names.items():
            if known == name:
                return placeholder
        placeholder = f"#n{len(self.names)}"
        self.names[placeholder] = name
        return placeholder

    def path(self, path):
        text = self.step(path[0])
        for step in path[1:]:
            text += f"[{step}]" if isinstance(step, int) else "." + self.step(step)
        return text

    def operand(self, operand):
        name, inner = operand
        if name == "value":
            return self.value(inner)
        return f"size({self.path(inner)})" if name == "size" else self.path(inner)

    def condition(self, condition, inside=False):
        name, *rest = condition
        if name in ("and", "or"):
            text = f" {name.upper()} ".join(self.condition(inner, True) for inner in rest[0])
            return f"({text})" if inside else text
        if name == "not":
            return "NOT " + self.condition(rest[0], True)
        if name == "compare":
            return f"{self.operand(rest[1])} {rest[0]} {self.operand(rest[2])}"
        if name == "between":
            return "{} BETWEEN {} AND {}".format(*(self.operand(operand) for operand in rest))
        if name == "in":
            return f"{self.operand(rest[0])} IN ({', '.join(map(self.operand, rest[1]))})"
        if name in ("exists", "missing"):
            function = "attribute_exists" if name == "exists" else "attribute_not_exists"
            return f"{function}({self.path(rest[0])})"
        if name == "type":
            return f"attribute_type({self.path(rest[0])}, {self.value({'S': rest[1]})})"
        function = "begins_with" if name == "begins" else "contains"
        return f"{function}({self.path(rest[0])}, {self.value(rest[1])})"

    def source(self, source):
        name, *rest = source
        if name in ("+", "-"):
            return f"{self.source(rest[0])} {name} {self.source(rest[1])}"
        if name == "append":
            return f"list_append({self.source(rest[0])}, {self.source(rest[1])})"
        if name == "if_missing":
            return f"if_not_exists({self.path(rest[0])}, {self.source(rest[1])})"
        return self.operand(source)

    def update(self, update):
        clauses = []
        for clause, members in update.items():
            if clause == "SET":
                texts = [f"{self.path(path)} = {self.source(source)}" for path, source in members]
            elif clause == "REMOVE":
                texts = [self.path(path) for path in members]
            else:
                texts = [f"{self.path(path)} {self.value(value)}" for path, value in members]
            clauses.append(f"{clause} {', '.join(texts)}")
        return " ".join(clauses)

    def projection(self, paths):
        return ", ".join(self.path(path) for path in paths)


TREES = {"Condition": ("ConditionExpression", Texts.condition),
         "Filter": ("FilterExpression", Texts.condition),
         "KeyCondition": ("KeyConditionExpression", Texts.condition),
         "Change": ("UpdateExpression", Texts.update),
         "Projection": ("ProjectionExpression", Texts.projection)}


def wire(request, random):
    """The request's body: trees become expressions, at any depth."""
    if isinstance(request, list):
        return [wire(element, random) for element in request]
    if not isinstance(request, dict):
        return request
    texts, body = Texts(random), {}
    for name, member in request.items():
        if name in TREES:
            wire_name, render = TREES[name]
            body[wire_name] = render(texts, member)
        elif name in ("Item", "Key", "Keys", "ExclusiveStartKey"):
            body[name] = member
        else:
            body[name] = wire(member, random)
    if texts.names:
        body["ExpressionAttributeNames"] = texts.names
    if texts.values:
        body["ExpressionAttributeValues"] = texts.values
    return body
