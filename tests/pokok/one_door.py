"""Find code that changes a record without going through `dapodik.pokok.write`.

What is called on a record, on a set of records, or on something this reader cannot tell from one,
counts. Known to be harmless: another model, an imported module, a dict or a set itself.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_SYNC_MUTATORS = {
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "get_or_create",
    "save",
    "save_base",
    "update",
    "update_or_create",
}
MUTATORS = _SYNC_MUTATORS | {f"a{name}" for name in _SYNC_MUTATORS}
_SQL_CALLS = {"execute", "executemany", "executescript", "raw", "RunSQL", "RawSQL"}
_SQL_CHANGE = re.compile(r"\b(insert|update|delete|replace|drop|alter)\b", re.IGNORECASE)
_CONTAINERS = (ast.Dict, ast.Set, ast.List, ast.DictComp, ast.SetComp, ast.ListComp)
# Through these any record can be reached.
_ANY_RECORD = {"Record", "KINDS", "QuerySet", "Manager", "Model", "get_model", "get_models"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Is(Enum):
    """What an expression is, as far as reading tells."""

    RECORD = "a record or a set of them"
    OTHER = "another model"
    CONTAINER = "a dict, set or list, of whatever"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Names:
    """Class and table names of the records, and class names of all other models."""

    records: frozenset[str]
    tables: frozenset[str]
    others: frozenset[str]


def find(source: str, names: Names) -> list[tuple[int, str]]:
    """Line number and text of each call that goes around the door."""
    tree = ast.parse(source)
    return sorted(set(_Reader(tree, names).violations(tree, [])))


class _Reader:
    def __init__(self, tree: ast.Module, names: Names) -> None:
        self.names = names
        self.imported = {
            alias.asname or alias.name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }

    def violations(self, node: ast.AST, scopes: list[ast.AST]) -> Iterator[tuple[int, str]]:
        """Every violation at or below this node, which stands inside these functions and classes."""
        if isinstance(node, ast.Call) and (self._changes(node, scopes) or self._changes_by_sql(node)):
            yield node.lineno, ast.unparse(node)[:120]
        inner = [*scopes, node] if isinstance(node, Function | ast.ClassDef | ast.Module) else scopes
        for child in ast.iter_child_nodes(node):
            yield from self.violations(child, inner)

    def _changes(self, call: ast.Call, scopes: list[ast.AST]) -> bool:
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in MUTATORS:
            return False
        if call.func.attr == "update" and call.args:
            return False  # a dict's: a QuerySet's takes no positional argument
        receiver = call.func.value
        if isinstance(receiver, ast.Name) and receiver.id in self.imported - self.names.records - _ANY_RECORD:
            return False  # a module's function: write.save(...)
        return self._what(receiver, scopes, set()) in (Is.RECORD, Is.UNKNOWN)

    def _changes_by_sql(self, call: ast.Call) -> bool:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in _SQL_CALLS or ast.unparse(call.func).startswith("super()"):
            return False
        texts = [n.value for n in ast.walk(call) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        if not texts or any(isinstance(n, ast.JoinedStr) for n in ast.walk(call)):
            return True
        sql = " ".join(texts)
        return bool(_SQL_CHANGE.search(sql)) and any(re.search(rf"\b{t}\b", sql) for t in self.names.tables)

    def _what(self, node: ast.AST, scopes: list[ast.AST], seen: set[str]) -> Is:
        words = _chain(node)
        if words & (self.names.records | _ANY_RECORD):
            return Is.RECORD
        if words & self.names.others:
            return Is.OTHER
        if isinstance(node, _CONTAINERS) or (isinstance(node, ast.Call) and _is_container_call(node)):
            return Is.CONTAINER
        root = _root(node)
        if not isinstance(root, ast.Name):
            return Is.UNKNOWN
        if isinstance(node, ast.Attribute) and node.value is root and root.id == "self":
            return self._variable(node.attr, scopes, seen)
        if root.id == "cls" or (root.id in ("self", "super") and not isinstance(node, ast.Attribute)):
            return self._own_class(scopes)
        kinds = self._variable(root.id, scopes, seen)
        # What is in a dict, or comes out of its methods, is another matter than the dict.
        return Is.UNKNOWN if kinds is Is.CONTAINER and node is not root else kinds

    def _own_class(self, scopes: list[ast.AST]) -> Is:
        around = next((scope for scope in reversed(scopes) if isinstance(scope, ast.ClassDef)), None)
        words = {around.name}.union(*(_chain(base) for base in around.bases)) if around else set()
        if words & (self.names.records | {"Record"}):
            return Is.RECORD
        return Is.OTHER if words & self.names.others else Is.UNKNOWN

    def _variable(self, name: str, scopes: list[ast.AST], seen: set[str]) -> Is:
        """The worst of what the name is bound to in the innermost scope that binds it."""
        if name in seen:
            return Is.UNKNOWN
        for scope in reversed(scopes):
            kinds = {self._what(value, scopes, seen | {name}) for value in _values_of(name, scope)}
            if kinds:
                return next(what for what in (Is.RECORD, Is.UNKNOWN, Is.CONTAINER, Is.OTHER) if what in kinds)
        return Is.UNKNOWN


def _is_container_call(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in {
        "dict",
        "set",
        "list",
        "Counter",
        "defaultdict",
    }


def _chain(node: ast.AST) -> set[str]:
    """The names along `a.b(...).c[...]`, and those in a subscript: `type[Sekolah]`."""
    words: set[str] = set()
    while True:
        match node:
            case ast.Attribute():
                words.add(node.attr)
                node = node.value
            case ast.Call(func=ast.Name(id="get_object_or_404"), args=[first, *_]):
                node = first
            case ast.Call():
                node = node.func
            case ast.Subscript():
                words |= {n.id for n in ast.walk(node.slice) if isinstance(n, ast.Name)}
                node = node.value
            case ast.Name():
                return words | {node.id}
            case ast.BinOp() | ast.BoolOp() | ast.IfExp():
                return words.union(*(_chain(child) for child in ast.iter_child_nodes(node)))
            case _:
                return words


def _root(node: ast.AST) -> ast.AST:
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node


def _values_of(name: str, scope: ast.AST) -> Iterator[ast.AST]:
    """What this name is bound to in a function, class or module: values, loops, annotations.

    In a class an attribute goes by the parameter of its name: `self.run = run`.
    """
    inside = scope.body if isinstance(scope, ast.Module) else ast.walk(scope)
    for node in inside:
        match node:
            case ast.arg(arg=bound, annotation=annotation) if bound == name:
                yield annotation or ast.Constant(None)
            case ast.AnnAssign(target=target) if _binds(target, name):
                yield node.annotation
            case ast.Assign(targets=targets) if any(_binds(target, name) for target in targets):
                yield node.value
            case ast.NamedExpr(target=target) if _binds(target, name):
                yield node.value
            case ast.For(target=target) | ast.comprehension(target=target) if _binds(target, name):
                yield ast.Subscript(node.iter, ast.Constant(0))
            case ast.withitem(optional_vars=ast.AST() as target) if _binds(target, name):
                yield node.context_expr


def _binds(target: ast.AST, name: str) -> bool:
    if isinstance(target, ast.Tuple | ast.List):
        return any(_binds(part, name) for part in target.elts)
    return isinstance(target, ast.Name) and target.id == name
