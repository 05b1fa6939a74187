// What is drawn in the panels, for the point, the networks and the method that are chosen.

const state = {choice: 0, sweep: 0, point: 0, method: 0, sample: 0};
const documents = {};

function edges(centres) {
  const steps = centres.slice(1).map((one, place) => one - centres[place]);
  if (!steps.length) steps.push(shown.loneStep || 1);
  const between = centres.slice(1).map((one, place) => (one + centres[place]) / 2);
  const last = centres.length - 1;
  return [centres[0] - steps[0] / 2, ...between, centres[last] + steps[steps.length - 1] / 2];
}

const model = (panel, name) => documents[panel].get_model_by_name(name);
const fill = (panel, name, columns) => (model(panel, name).data = columns);
const points = (sweep) => at("value", sweep).filter(known).length;
const values = (sweep) => at("value", sweep).slice(0, points(sweep));
const ensemble = () => at("ensemble_of", state.sweep);
const nearest = (list, x) =>
  list.reduce((best, one, place) => (Math.abs(one - x) < Math.abs(list[best] - x) ? place : best), 0);
const sweeps = () => shown.choices[state.choice].sweeps;
const moments = () => at("moment_time", ensemble()).filter(known);

function outputRows(sweep, point) {
  return shown.phases.map((phase, number) => [
    `output, ${escaped(phase)}`,
    plusMinus(at("output", sweep, point, number), at("output_error", sweep, point, number)),
  ]);
}

function pointTold(sweep, point) {
  const where = has("second_value") ? `, ${second(at("second_value", sweep))}` : "";
  return told(parameter(at("value", sweep, point)) + where, [
    ...outputRows(sweep, point),
    ["confusion C", plusMinus(at("confusion", sweep, point), at("confusion_error", sweep, point))],
    ["realizations judged", at("judged_realizations", sweep, point)],
  ]);
}

// Transitions by every method: rows of {name, gap, value, low, high, …}; the first is that of the
// networks that are chosen.
function transitions(method) {
  return range(shown.gaps).map((gap) => {
    const name = shown.methods[method];
    if (method === 0) {
      const row = Object.fromEntries(
        ["value", "low", "high", "retraining", "disorder", "grid"].map((part) => [
          part, at(`transition_${part}`, state.sweep, gap)]));
      const verdict = shown.verdicts[state.sweep][gap];
      return {name, gap, ...row, verdict, accuracy: at("accuracy", state.sweep, 2)};
    }
    const row = Object.fromEntries(
      ["value", "low", "high", "retraining", "disorder", "grid"].map((part) => [
        part, at(`method_${part}`, method, gap)]));
    const accuracy = at("method_accuracy", method);
    return {name, gap, ...row, verdict: shown.methodVerdicts[method][gap], accuracy};
  });
}

function transitionTold(row) {
  const sides = shown.sides[state.sweep][row.gap];
  const rows = [
    ["transition", withUnit(short(row.value, 4), names.unit)],
    ["68 % interval", known(row.low) ? `${short(row.low)} to ${withUnit(short(row.high), names.unit)}` : "–"],
    ["error by retraining", short(row.retraining, 2)],
    ["by disorder", short(row.disorder, 2)],
    ["by the grid", short(row.grid, 2)],
    ["held-out accuracy", fixed(row.accuracy)],
  ];
  if (row.verdict !== "found") rows.push(["verdict", escaped(row.verdict)]);
  return told(`${escaped(row.name)}: ${sides.map(escaped).join(" to ")}`, rows);
}

function drawMap() {
  const cells = {left: [], right: [], bottom: [], top: [], confusion: [], told: []};
  const rows = at("second_value");
  const levels = [...new Set(rows)].sort((a, b) => a - b);
  const heights = edges(levels);
  for (const sweep of sweeps()) {
    const row = levels.indexOf(rows[sweep]);
    const sides = edges(values(sweep));
    for (const point of range(points(sweep))) {
      cells.left.push(sides[point]);
      cells.right.push(sides[point + 1]);
      cells.bottom.push(heights[row]);
      cells.top.push(heights[row + 1]);
      cells.confusion.push(at("confusion", sweep, point));
      cells.told.push(pointTold(sweep, point));
    }
  }
  fill("map", "cells", cells);
  const all = range(shown.sweeps).flatMap((sweep) => edges(values(sweep)));
  const panel = model("map", "map");
  [panel.x_range.start, panel.x_range.end] = [Math.min(...all), Math.max(...all)];
  [panel.y_range.start, panel.y_range.end] = [heights[0], heights[levels.length]];
  const row = levels.indexOf(rows[state.sweep]);
  const sides = edges(values(state.sweep));
  fill("map", "here", {
    left: [sides[state.point]],
    right: [sides[state.point + 1]],
    bottom: [heights[row]],
    top: [heights[row + 1]],
  });
  drawMapTransitions(rows);
}

function drawMapTransitions(rows) {
  const found = {x: [], y: [], low: [], high: [], told: []};
  const exact = {x: [], y: [], low: [], high: [], told: []};
  const put = (columns, x, y, low, high, text) => {
    if (!known(x)) return;
    columns.x.push(x);
    columns.y.push(y);
    columns.low.push(known(low) ? low : x);
    columns.high.push(known(high) ? high : x);
    columns.told.push(text);
  };
  if (state.method === 0) {
    for (const sweep of sweeps()) {
      for (const gap of range(shown.gaps)) {
        const [value, low, high] = ["value", "low", "high"].map((part) =>
          at(`transition_${part}`, sweep, gap));
        put(found, value, rows[sweep], low, high, told(
          `networks, ${second(rows[sweep])}`,
          [["transition", withUnit(interval(value, low, high), names.unit)]]));
      }
    }
  } else {
    for (const row of transitions(state.method)) {
      put(found, row.value, shown.methodsAt, row.low, row.high, transitionTold(row));
    }
  }
  if (has("exact_value")) {
    for (const sweep of shown.choices[0].sweeps) {
      const [value, error] = [at("exact_value", sweep), at("exact_error", sweep)];
      put(exact, value, rows[sweep], value - error, value + error, told(
        `gap ratio, ${second(rows[sweep])}`,
        [["crosses at", `${short(value)} ± ${withUnit(short(error, 2), names.unit)}`]]));
    }
  }
  fill("map", "found", found);
  fill("map", "exact", exact);
}

function drawAlong() {
  const {sweep, point} = state;
  const x = values(sweep);
  const sides = edges(x);
  const count = range(x.length);
  shown.phases.forEach((_, number) => {
    const column = (name) => count.map((one) => at(name, sweep, one, number));
    fill("along", `phase${number}`, {
      x, y: column("output"), low: column("output_low"), high: column("output_high"),
    });
  });
  const confusion = count.map((one) => at("confusion", sweep, one));
  const error = count.map((one) => at("confusion_error", sweep, one) || 0);
  fill("along", "confusion", {
    x, y: confusion,
    low: confusion.map((one, place) => one - error[place]),
    high: confusion.map((one, place) => one + error[place]),
  });
  const labels = count.map((one) => at("label", sweep, one));
  const labelled = count.filter((one) => labels[one] >= 0);
  fill("along", "grounds", {
    left: labelled.map((one) => sides[one]),
    right: labelled.map((one) => sides[one + 1]),
    color: labelled.map((one) => colors[labels[one]]),
  });
  fill("along", "points", {
    left: sides.slice(0, -1), right: sides.slice(1), told: count.map((one) => pointTold(sweep, one)),
  });
  fill("along", "here", {left: [sides[point]], right: [sides[point + 1]]});
  const rows = shown.gaps ? transitions(state.method) : [];
  const bounded = rows.filter((row) => known(row.low) && known(row.high));
  fill("along", "interval", {
    left: bounded.map((row) => row.low), right: bounded.map((row) => row.high),
  });
  fill("along", "transition", {x: rows.map((row) => row.value).filter(known)});
}

function drawMethods() {
  const columns = {x: [], y: [], low: [], high: [], color: [], marker: [], told: []};
  const verdicts = {x: [], y: [], text: []};
  const bounds = {y: [], low: [], high: []};
  const count = shown.methods.length;
  const rows = range(count).flatMap((method) => transitions(method).map((row) => [method, row]));
  // What says nothing of a place is written amid those that do, or in its share of the panel.
  const x = values(state.sweep);
  const middles = range(shown.gaps).map((gap) => {
    const found = rows.filter(([, row]) => row.gap === gap && row.verdict === "found");
    const places = found.map(([, row]) => row.value).filter(known);
    if (places.length) return (Math.min(...places) + Math.max(...places)) / 2;
    return x[0] + (x[x.length - 1] - x[0]) * (gap + 0.5) / shown.gaps;
  });
  for (const [method, row] of rows) {
    const y = count - 1 - method - (row.gap - (shown.gaps - 1) / 2) * 0.36;
    const color = shown.methodColors[method];
    if (row.verdict === "found" && known(row.value)) {
      columns.x.push(row.value);
      columns.y.push(y);
      columns.low.push(known(row.low) ? row.low : row.value);
      columns.high.push(known(row.high) ? row.high : row.value);
      columns.color.push(color);
      columns.marker.push(shown.markers[row.gap % shown.markers.length]);
      columns.told.push(transitionTold(row));
    } else {
      verdicts.x.push(middles[row.gap]);
      verdicts.y.push(y);
      verdicts.text.push(row.verdict);
      if (known(row.low) && known(row.high)) {
        bounds.y.push(y);
        bounds.low.push(row.low);
        bounds.high.push(row.high);
      }
    }
  }
  fill("methods", "transitions", columns);
  fill("methods", "bounds", bounds);
  fill("methods", "verdicts", verdicts);
  fill("methods", "chosen", {
    y: [count - 1 - state.method], left: [x[0]], right: [x[x.length - 1]],
  });
}

function drawTraces() {
  const which = ensemble();
  const t = moments();
  const column = (name, ...indices) => at(name, which, state.point, ...indices).slice(0, t.length);
  const [mean, low, high] = ["mean", "low", "high"].map((part) => column(`signal_${part}`));
  fill("traces", "band", {t, low, high});
  const time = (one) => `t = ${withUnit(short(t[one]), names.timeUnit)}`;
  fill("traces", "mean", {
    t, y: mean,
    told: t.map((_, one) => told(time(one), [
      ["mean of the judged", short(mean[one])],
      ["68 % of them", `${short(low[one])} to ${short(high[one])}`]])),
  });
  for (const sample of range(sampleColors.length)) {
    const there = sample < shown.samples && sampleName(sample) !== "";
    const y = there ? column("signal", sample) : [];
    fill("traces", `sample${sample}`, {
      t: there ? t : [], y,
      told: y.map((one, place) => told(time(place), [
        [`realization ${escaped(sampleName(sample))}`, short(one)]])),
    });
  }
}

const sampleName = (sample) => shown.sampleNames[ensemble()][state.point][sample] || "";

function drawChannels() {
  const which = ensemble();
  const t = moments();
  const channels = shown.channelNames[which];
  const [sides, count] = [edges(t), channels.length];
  const cells = {left: [], right: [], bottom: [], top: [], value: [], told: []};
  const stored = array("trace").shape[4];
  const trace = at("trace", which, state.point, state.sample);
  const errors = has("trace_error") ? at("trace_error", which, state.point, state.sample) : [];
  t.forEach((time, moment) => {
    channels.forEach((channel, place) => {
      const value = trace[moment * stored + place];
      const error = errors[moment * stored + place];
      cells.left.push(sides[moment]);
      cells.right.push(sides[moment + 1]);
      cells.bottom.push(place - 0.5);
      cells.top.push(place + 0.5);
      cells.value.push(value);
      const text = known(error) ? `${short(value, 2)} ± ${short(error, 2)}` : short(value, 2);
      cells.told.push(told(`${names.channel} ${escaped(channel)}, t = ${withUnit(short(time), names.timeUnit)}`,
        [[escaped(names.variable), known(value) ? withUnit(text, names.variableUnit) : "not measured"]]));
    });
  });
  fill("channels", "channels_of", cells);
  const panel = model("channels", "channels");
  [panel.x_range.start, panel.x_range.end] = [sides[0], sides[t.length]];
  [panel.y_range.start, panel.y_range.end] = [-0.5, count - 0.5];
  const step = Math.ceil(count / 12);
  panel.left[0].ticker.ticks = range(count).filter((one) => one % step === 0);
  panel.left[0].major_label_overrides = new Map(channels.map((one, place) => [place, one]));
}

function drawOutputs() {
  const t = moments();
  const networks = at("retrainings", state.sweep);
  const sent = shown.phases.length - 1;
  // The output for the last phase is what those for the others leave of 1.
  const output = (numbers, moment, phase) => {
    const told = numbers.slice(moment * sent, (moment + 1) * sent);
    return phase < sent ? told[phase] : told.reduce((rest, one) => rest - one, 1);
  };
  const said = range(networks).map((one) => at("network_output", state.sweep, state.point, one));
  const chosen = at("sample_output", state.sweep, state.point, state.sample);
  shown.phases.forEach((phase, number) => {
    const ys = said.map((one) => t.map((_, moment) => output(one, moment, number)));
    const last = ys.map((one) => one[one.length - 1]);
    fill("outputs", `networks${number}`, {
      ts: ys.map(() => t), ys,
      told: ys.map((_, one) => told(`network ${one + 1} of ${networks}, ${escaped(phase)}`,
        [["output at the end", fixed(last[one])]])),
    });
    const mean = t.map((_, moment) =>
      ys.reduce((sum, one) => sum + one[moment], 0) / networks);
    fill("outputs", `mean${number}`, {
      t, y: mean,
      told: mean.map((one, place) => told(`t = ${withUnit(short(t[place]), names.timeUnit)}`,
        [[`output, ${escaped(phase)}`, fixed(one)]])),
    });
    fill("outputs", `chosen${number}`, {
      t, y: t.map((_, moment) => output(chosen, moment, number)),
    });
  });
}
