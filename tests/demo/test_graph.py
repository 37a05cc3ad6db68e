"""The quickest way through a graph."""

import numpy as np
import pytest

from demo.graph import Graph, largest_component


def square() -> Graph:
    """Four corners 100 m apart, with a fast way round and a slow one, and two nodes apart."""
    nodes = np.array([[0, 0], [100, 0], [100, 100], [0, 100], [900, 900], [910, 900]], float)
    ends = np.array([[0, 1], [1, 2], [2, 3], [0, 3], [4, 5]])
    return Graph(
        nodes=nodes,
        ends=ends,
        axes=[nodes[pair] for pair in ends],
        length_m=np.array([100.0, 100.0, 100.0, 100.0, 10.0]),
        category=["primary", "primary", "primary", "alley", "local"],
        street=np.arange(5),
    )


def test_the_quickest_way_need_not_be_the_shortest() -> None:
    assert square().path(0, 3) == [0, 1, 2, 3]


def test_a_way_has_its_streets_vertices_and_speeds() -> None:
    way = square().way([3, 2, 1])
    assert way.axis.tolist() == [[0, 100], [100, 100], [100, 0]]
    assert way.speed_kmh.tolist() == [50, 50]
    assert way.length_m == 200
    assert way.reversed().axis.tolist() == way.axis.tolist()[::-1]


def test_there_may_be_no_way() -> None:
    with pytest.raises(ValueError, match="no way"):
        square().path(0, 4)


def test_a_tree_leads_every_node_home_as_quickly_as_a_path() -> None:
    graph = square()
    onward = graph.tree(3)
    assert onward[0] == 1
    assert onward[3] == 3


def test_through_visits_the_stops_in_order() -> None:
    assert square().through([0, 2, 0]) == [0, 1, 2, 1, 0]


def test_the_largest_component_leaves_the_others_out() -> None:
    ends = square().ends
    assert largest_component(6, ends).tolist() == [True, True, True, True, False]
