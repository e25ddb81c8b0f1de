"""Keep count of what is on the shelves of a small shop."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path


class OutOfStockError(Exception):
    """Raised when more is asked for than there is."""


@dataclass
class Item:
    name: str
    price: float
    quantity: int = 0
    tags: list[str] = field(default_factory=list)

    def total(self) -> float:
        return self.price * self.quantity


class Inventory:
    def __init__(self, items: list[Item] | None = None) -> None:
        self._items = {item.name: item for item in items or []}

    def add(self, name: str, quantity: int, price: float | None = None) -> Item:
        item = self._items.get(name)
        if item is None:
            if price is None:
                raise ValueError(f"a new item needs a price: {name}")
            item = self._items[name] = Item(name, price)
        item.quantity += quantity
        return item

    def take(self, name: str, quantity: int) -> float:
        item = self._items[name]
        if quantity > item.quantity:
            raise OutOfStockError(f"{name}: {quantity} wanted, {item.quantity} left")
        item.quantity -= quantity
        return quantity * item.price

    def by_tag(self) -> dict[str, list[Item]]:
        groups = defaultdict(list)
        for item in self._items.values():
            for tag in item.tags:
                groups[tag].append(item)
        return dict(groups)


def load(path: Path) -> Inventory:
    with path.open(encoding="utf-8") as file:
        rows = json.load(file)
    return Inventory([Item(**row) for row in rows])


if __name__ == "__main__":
    for tag, items in load(Path("stock.json")).by_tag().items():
        print(tag, sum(item.total() for item in items))
