// The page's numbers and names, and how they are written.

const shown = JSON.parse(document.getElementById("shown").textContent);
const {names, colors, sampleColors} = shown;

const kinds = {8: Int8Array, 16: Int16Array, 32: Float32Array, 64: Float64Array};
const arrays = {};

function array(name) {
  if (!(name in arrays)) {
    const {shape, bits, scale, offset, data} = shown.arrays[name];
    const text = atob(data);
    const bytes = new Uint8Array(text.length);
    for (let place = 0; place < text.length; place++) bytes[place] = text.charCodeAt(place);
    const steps = new kinds[bits](bytes.buffer);
    const nothing = bits < 32 ? -(2 ** (bits - 1)) : NaN;
    const number = (one) => (one === nothing ? NaN : one * scale + offset);
    arrays[name] = {shape, steps, number};
  }
  return arrays[name];
}

// The numbers below some first indices: one of them if there are all indices, else a list.
function at(name, ...indices) {
  const {shape, steps, number} = array(name);
  let size = shape.reduce((all, one) => all * one, 1);
  let start = 0;
  indices.forEach((index, axis) => {
    size /= shape[axis];
    start += index * size;
  });
  if (indices.length === shape.length) return number(steps[start]);
  return Array.from(steps.subarray(start, start + size), number);
}

const has = (name) => name in shown.arrays;
const known = (x) => Number.isFinite(x);
const range = (count) => Array.from({length: count}, (_, one) => one);

const escaped = (text) =>
  String(text).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
const short = (x, digits = 3) => (known(x) ? String(Number(x.toPrecision(digits))) : "–");
function withUnit(text, unit) {
  if (unit === "1" || unit === "") return text;
  return unit.startsWith("1/") ? `${text}${escaped(unit.slice(1))}` : `${text} ${escaped(unit)}`;
}
const parameter = (x) => `${escaped(names.parameter)} = ${withUnit(short(x, 4), names.unit)}`;
const second = (x) => `${escaped(names.second)} = ${withUnit(short(x, 4), names.secondUnit)}`;
const fixed = (x, digits = 3) => (known(x) ? x.toFixed(digits) : "–");

function interval(value, low, high) {
  if (!known(value)) return "–";
  if (!known(high - low) || high <= low) return short(value);
  const digits = Math.max(0, 1 - Math.floor(Math.log10(high - low)));
  return `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

function plusMinus(value, error) {
  return known(error) ? `${fixed(value)} ± ${fixed(error)}` : fixed(value);
}

function told(title, rows) {
  const cells = rows.map(([name, value]) => `<tr><td>${name}</td><td>${value}</td></tr>`);
  return `<div class="told"><b>${title}</b><table>${cells.join("")}</table></div>`;
}
