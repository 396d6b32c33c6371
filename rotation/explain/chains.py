"""Who makes room for whom: a plan as chains and cycles of moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rotation.rules.case import Case
from rotation.rules.moves import Move, Moves


@dataclass(frozen=True)
class Chain:
    """Moves in order: each takes the place that the next one leaves; in a cycle the last takes the first's."""

    moves: Sequence[Move]
    closed: bool

    def lean_on(self, teacher: int) -> tuple[Move, ...]:
        """The moves that want the place the teacher leaves: those before the teacher's own."""
        at = next(i for i, move in enumerate(self.moves) if move.teacher == teacher)
        before = tuple(self.moves[:at])
        return (*self.moves[at + 1 :], *before) if self.closed else before


def chains(case: Case, moves: Moves) -> list[Chain]:
    """The plan's chains and cycles, the longest first.

    At each school row arrivals and departures are paired, those of one subject first, then by id as
    far as both last: a pair is one who comes to a place and the one who left it.
    """
    import networkx

    people = case.county.teachers
    come: dict[int, list[Move]] = defaultdict(list)
    gone: dict[int, list[Move]] = defaultdict(list)
    for move in sorted(moves):
        come[move.school].append(move)
        gone[move.origin].append(move)
    graph = networkx.DiGraph()
    graph.add_nodes_from(sorted(moves))
    for u, arrivals in come.items():
        left = gone[u]
        for move in list(arrivals):
            same = next((other for other in left if people.subject[other.teacher] == move.subject), None)
            if same is not None:
                graph.add_edge(move, same)
                arrivals.remove(move)
                left.remove(same)
        graph.add_edges_from(zip(arrivals, left, strict=False))
    found = [_in_order(graph.subgraph(part)) for part in networkx.weakly_connected_components(graph)]
    return sorted(found, key=lambda chain: (-len(chain.moves), chain.moves[0]))


def _in_order(part: object) -> Chain:
    """A component, in which every move has at most one before it and one after it, from its first move on."""
    import networkx

    assert isinstance(part, networkx.DiGraph)
    starts = [move for move in part if part.in_degree(move) == 0]
    first = starts[0] if starts else min(part)
    order = [first, *(after for _, after in networkx.dfs_edges(part, first))]
    return Chain(order, not starts)
