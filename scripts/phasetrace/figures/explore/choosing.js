// The words beside the panels, and how a click, a key or a field chooses what is shown.

function element(id) {
  return document.getElementById(id);
}

function drawNumbers() {
  const {sweep, point} = state;
  const label = at("label", sweep, point);
  const where = has("second_value") ? `, ${second(at("second_value", sweep))}` : "";
  const row = has("second_value") ? ` at ${second(at("second_value", sweep))}` : "";
  element("along-at").innerHTML = row;
  element("where").innerHTML = parameter(at("value", sweep, point)) + where;
  const rows = [
    ["confusion C", plusMinus(at("confusion", sweep, point), at("confusion_error", sweep, point))],
    ...outputRows(sweep, point),
    ["networks", `${at("retrainings", sweep)} of ${at("units", sweep)} units`],
    ["phase known here", label >= 0 ? escaped(shown.phases[label]) : "no"],
    ["realizations judged", at("judged_realizations", sweep, point)],
  ];
  ["training", "validation", "test"].forEach((part, number) => {
    const value = at("accuracy", sweep, number);
    if (known(value)) {
      rows.push([`accuracy, ${part}`, plusMinus(value, at("accuracy_spread", sweep, number))]);
    }
  });
  if (shown.gaps) {
    for (const row of transitions(state.method)) {
      const sides = shown.sides[sweep][row.gap].map(escaped).join(" to ");
      const value = row.verdict === "found"
        ? withUnit(interval(row.value, row.low, row.high), names.unit) : escaped(row.verdict);
      rows.push([`${sides}, ${escaped(row.name)}`, value]);
    }
  }
  element("numbers").innerHTML = rows
    .map(([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>`).join("");
  document.querySelectorAll("[data-sample]").forEach((one) => {
    const sample = Number(one.dataset.sample);
    const name = sampleName(sample);
    one.hidden = name === "";
    one.querySelector(".name").textContent = `realization ${name}`;
    one.querySelector("input").checked = sample === state.sample;
  });
  document.querySelectorAll(".chosen-sample").forEach((one) => {
    one.textContent = sampleName(state.sample);
  });
  const networks = at("retrainings", sweep);
  const each = networks === 1 ? "one network" : `each of ${networks} networks`;
  element("network-count").textContent = each;
}

const drawn = {
  map: drawMap,
  along: drawAlong,
  methods: drawMethods,
  traces: drawTraces,
  channels: drawChannels,
  outputs: drawOutputs,
};

function draw() {
  state.point = Math.max(0, Math.min(state.point, points(state.sweep) - 1));
  if (sampleName(state.sample) === "") state.sample = 0;
  drawNumbers();
  for (const name of Object.keys(documents)) drawn[name]();
}

function toSecond(x) {
  state.sweep = sweeps()[nearest(sweeps().map((sweep) => at("second_value", sweep)), x)];
}

function choose(changes) {
  const before = has("second_value") ? at("second_value", state.sweep) : NaN;
  const x = at("value", state.sweep, state.point);
  Object.assign(state, changes);
  if ("choice" in changes) {
    if (known(before)) toSecond(before);
    else state.sweep = sweeps()[0];
    state.point = nearest(values(state.sweep), x);
  }
  draw();
}

function tapped(panel, x, y) {
  if (panel === "map") {
    toSecond(y);
    choose({point: nearest(values(state.sweep), x)});
  } else if (panel === "along") {
    choose({point: nearest(values(state.sweep), x)});
  } else if (panel === "methods") {
    const method = shown.methods.length - 1 - Math.round(y);
    element("method").value = method;
    choose({method});
  }
}

const steps = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};

function pressed(event) {
  if (!(event.key in steps) || event.ctrlKey || event.altKey || event.metaKey) return;
  const [along, up] = steps[event.key];
  if (up && event.currentTarget.id !== "map") return;
  event.preventDefault();
  if (up) {
    const order = [...sweeps()].sort((a, b) => at("second_value", a) - at("second_value", b));
    const x = at("value", state.sweep, state.point);
    const place = Math.max(0, Math.min(order.length - 1, order.indexOf(state.sweep) + up));
    state.sweep = order[place];
    state.point = nearest(values(state.sweep), x);
  }
  choose({point: state.point + along});
}

async function start() {
  Object.assign(state, shown.start);
  drawNumbers();
  const panels = JSON.parse(document.getElementById("panels").textContent);
  for (const [name, item] of Object.entries(panels)) {
    await Bokeh.embed.embed_item(item, name);
    documents[name] = Bokeh.documents[Bokeh.documents.length - 1];
    drawn[name]();
  }
  element("choice").addEventListener("change", (event) => choose({choice: Number(event.target.value)}));
  element("method").addEventListener("change", (event) => choose({method: Number(event.target.value)}));
  document.querySelectorAll("[data-sample] input").forEach((one) =>
    one.addEventListener("change", (event) => choose({sample: Number(event.target.value)})));
  for (const name of ["map", "along"]) element(name)?.addEventListener("keydown", pressed);
  document.body.dataset.ready = "yes";
}

window.phasetrace = {choose, state, tapped};
start();
