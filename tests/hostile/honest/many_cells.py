"""
what: cells of the student's own between the tasks: drafts, notes, a second definition that counts
points: 19 of 19
"""
def growth(before, after):
    return 0
# %% added markdown
## My notes

The growth is **$\frac{b - a}{a}$**, see [the book](https://example.org/book). If a < b it is positive; `a<b` too.

| a | b |
|---|---|
| 1 | 2 |
# %% added
def growth(before, after):
    return (after - before) / before
# %% added
growth(100, 112)
# %% task_4
from dataclasses import dataclass, field


@dataclass
class Portfolio:
    amounts: list = field(default_factory=list)

    def __len__(self):
        return len(self.amounts)

    def weighted(self, weight):
        return sum(map(weight, self.amounts))
# %% added
1 / 0
