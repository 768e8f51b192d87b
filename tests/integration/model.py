"""What DynamoDB does with items, as plainly as it can be said: dicts and loops, no storage.

test_differential.py asks this model and the server the same questions.
"""
import copy

from model_expressions import (VALIDATION, Refused, canonical_item, given_kinds, holds, kind,
                               ordered, projected, updated)


class Table:
    """`keys` and each index: names and types of partition and sort key, [("pk", "S"), ("sk", "N")]."""

    def __init__(self, name, keys, indexes=None):
        self.name, self.keys, self.indexes = name, keys, indexes or {}
        self.items = {}

    def key_of(self, item):
        return {name: item[name] for name, _ in self.keys}

    def get(self, key):
        return self.items.get(canonical_item(key))

    def check_index_keys(self, item):
        for keys in self.indexes.values():
            for name, wanted in keys:
                if name in item and (kind(item[name]) != wanted or item[name][wanted] == ""):
                    raise Refused(VALIDATION)

    def check_given_index_keys(self, update):
        """An update that gives an index key a wrong type or an empty value of its own type is
        refused whatever the item is."""
        kinds, sources = given_kinds(update), dict(update.get("SET", []))
        for keys in self.indexes.values():
            for name, wanted in keys:
                if kinds.get((name,), wanted) != wanted or sources.get((name,)) == (
                        "value", {wanted: ""}):
                    raise Refused(VALIDATION)

    def put(self, key, item):
        """Stores an item, or with None removes it."""
        if item is None:
            self.items.pop(canonical_item(key), None)
        else:
            self.items[canonical_item(key)] = copy.deepcopy(item)

    def rows(self, index=None):
        names = [name for name, _ in self.indexes[index]] if index else []
        return [item for item in self.items.values() if all(name in item for name in names)]


class Model:
    """One method an operation; each takes a request with trees and answers what the wire should say."""

    def __init__(self, *tables):
        self.tables = {table.name: table for table in tables}

    def apply(self, name, request):
        """The write's table, key, old item and new item. Nothing is stored yet."""
        table = self.tables[request["TableName"]]
        key = request.get("Key") or table.key_of(request["Item"])
        old = table.get(key)
        table.check_given_index_keys(request.get("Change") or {})
        condition = request.get("Condition")
        if condition and not holds(condition, old or {}):
            shown = old if request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" else None
            raise Refused("ConditionalCheckFailedException", item=shown)
        new = old
        if name == "Put":
            new = request["Item"]
        elif name == "Delete":
            new = None
        elif name == "Update":
            update = request.get("Change") or {}
            only_removes = update and not update.get("SET") and not update.get("ADD")
            # Nothing to remove from: AWS makes no item then, and doesn't mind the paths.
            new = None if old is None and only_removes else updated(old or key, update)
        if new is not None and name != "ConditionCheck":
            table.check_index_keys(new)
        return table, key, old, new

    def write(self, name, request):
        table, key, old, new = self.apply(name, request)
        table.put(key, new)
        wanted = request.get("ReturnValues", "NONE")
        shown = {"NONE": None, "ALL_OLD": old, "UPDATED_OLD": old, "ALL_NEW": new,
                 "UPDATED_NEW": new}[wanted]
        if shown and wanted.startswith("UPDATED"):
            update = request.get("Change") or {}
            targets = update.get("REMOVE", []) + [
                path for clause in ("SET", "ADD", "DELETE") for path, _ in update.get(clause, [])]
            shown = projected(shown, targets) if targets else None
        return {"Attributes": copy.deepcopy(shown)} if shown else {}

    def PutItem(self, request):
        return self.write("Put", request)

    def UpdateItem(self, request):
        return self.write("Update", request)

    def DeleteItem(self, request):
        return self.write("Delete", request)

    def GetItem(self, request):
        item = self.tables[request["TableName"]].get(request["Key"])
        return {} if item is None else {"Item": projected(item, request.get("Projection"))}

    def page(self, request, rows, key_names):
        limit = request.get("Limit")
        seen = rows if limit is None else rows[:limit]
        found = [item for item in seen
                 if "Filter" not in request or holds(request["Filter"], item)]
        answer = {"Count": len(found), "ScannedCount": len(seen)}
        if request.get("Select") != "COUNT":
            answer["Items"] = [projected(item, request.get("Projection")) for item in found]
        if limit is not None and len(seen) == limit:
            answer["LastEvaluatedKey"] = {name: seen[-1][name] for name in key_names}
        return answer

    def Query(self, request):
        table = self.tables[request["TableName"]]
        keys = table.indexes[request["IndexName"]] if "IndexName" in request else table.keys
        rows = [item for item in table.rows(request.get("IndexName"))
                if holds(request["KeyCondition"], item)]
        backward = request.get("ScanIndexForward") is False
        if len(keys) > 1:
            rows.sort(key=lambda item: ordered(item[keys[1][0]])[1], reverse=backward)
        start = request.get("ExclusiveStartKey")
        if start:
            edge = ordered(start[keys[1][0]])[1]
            rows = [item for item in rows
                    if (ordered(item[keys[1][0]])[1] < edge if backward
                        else ordered(item[keys[1][0]])[1] > edge)]
        return self.page(request, rows, [name for name, _ in table.keys])

    def Scan(self, request):
        return self.page(request, self.tables[request["TableName"]].rows(request.get("IndexName")), [])

    def BatchGetItem(self, request):
        responses = {}
        for name, part in request["RequestItems"].items():
            found = [self.tables[name].get(key) for key in part["Keys"]]
            responses[name] = [projected(item, part.get("Projection")) for item in found if item]
        return {"Responses": responses, "UnprocessedKeys": {}}

    def TransactGetItems(self, request):
        # Unlike GetItem, it has no Item for a projection that finds nothing.
        found = [self.GetItem(member["Get"]) for member in request["TransactItems"]]
        return {"Responses": [answer if answer.get("Item") else {} for answer in found]}

    def BatchWriteItem(self, request):
        writes = []
        for name, members in request["RequestItems"].items():
            for member in members:
                put, delete = member.get("PutRequest"), member.get("DeleteRequest")
                inner = {"TableName": name, **(put or delete)}
                writes.append(self.apply("Put" if put else "Delete", inner))
        for table, key, _, new in writes:
            table.put(key, new)
        return {"UnprocessedItems": {}}

    def TransactWriteItems(self, request):
        writes, reasons = [], []
        for member in request["TransactItems"]:
            (name, inner), = member.items()
            try:
                writes.append(self.apply(name, inner))
                reasons.append("None")
            except Refused as refused:
                reasons.append({VALIDATION: "ValidationError"}.get(
                    refused.code, "ConditionalCheckFailed"))
        if any(reason != "None" for reason in reasons):
            raise Refused("TransactionCanceledException", reasons)
        for table, key, _, new in writes:
            table.put(key, new)
        return {}
