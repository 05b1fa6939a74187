"""The graph of Fig. 1."""

from itertools import pairwise

from phasetrace.analyses.fig1 import analyse


def edges(graph):
    return {
        (str(edge["source"].values), str(edge["target"].values)): str(edge["text"].values)
        for edge in (graph.isel(edge=number) for number in range(graph.sizes["edge"]))
    }


def test_every_network_has_its_input_its_output_and_its_past():
    graph = analyse()
    kinds = dict(zip(graph["node"].values, graph["kind"].values, strict=True))
    found = edges(graph)
    networks = [name for name, kind in kinds.items() if kind == "network"]
    assert networks == ["N", "N(t-1)", "N(t)", "N(t+1)"]
    for network in networks:
        before = {kinds[source]: source for source, target in found if target == network}
        after = {kinds[target]: target for source, target in found if source == network}
        time = network.removeprefix("N") or ""
        assert before["input"] == f"x{time}" and after["output"] == f"y{time}"
        assert len(before) == 2 and len(after) == 2


def test_the_loop_is_unrolled_from_the_past_to_the_future():
    graph = analyse()
    found = edges(graph)
    assert found["N", "N"] == "$h(t)$"
    chain = ["before", "N(t-1)", "N(t)", "N(t+1)", "after"]
    texts = [found[pair] for pair in pairwise(chain)]
    assert texts == ["", "$h(t-1)$", "$h(t)$", ""]
    x = [float(graph["x"].sel(node=name)) for name in chain]
    assert x == sorted(x) and x[0] > float(graph["x"].sel(node="N"))


def test_inputs_are_below_the_networks_and_outputs_above():
    graph = analyse()
    heights = {
        kind: {float(y) for y in graph["y"][graph["kind"].values == kind]}
        for kind in ("input", "network", "output")
    }
    assert all(len(one) == 1 for one in heights.values())
    assert max(heights["input"]) < max(heights["network"]) < max(heights["output"])


def test_everything_has_a_name_and_positions_a_unit():
    graph = analyse()
    for name in graph.data_vars:
        assert graph[name].attrs["long_name"], name
    assert graph["x"].attrs["units"] == graph["y"].attrs["units"] == "in"
