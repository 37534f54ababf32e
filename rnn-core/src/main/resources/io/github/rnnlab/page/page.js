'use strict';
// The script of every page: colors, charts, tables. It reads the page's own data, asks no network
// for anything, and puts texts into the page as texts only.
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const SVG = 'http://www.w3.org/2000/svg';
  const COLORS = 8;
  const MOST_SHOWN = 12;
  const LEAST_CORRELATION = 0.3;

  /** Makes an HTML element with attributes and children, which are elements or texts. */
  function html(name, attributes, ...children) {
    return filled(document.createElement(name), attributes, children);
  }

  /** Makes an SVG element. */
  function svg(name, attributes, ...children) {
    return filled(document.createElementNS(SVG, name), attributes, children);
  }

  function filled(element, attributes, children) {
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  function button(text, pressed, onClick) {
    const made = html('button', { type: 'button', 'aria-pressed': pressed }, text);
    made.addEventListener('click', onClick);
    return made;
  }

  /** Makes a group of buttons of which one is pressed. */
  function choice(name, options, chosen, onChoice) {
    const group = html('span', { class: 'choice', role: 'group', 'aria-label': name });
    options.forEach((option, i) => {
      group.append(button(option, i === chosen, () => {
        [...group.children].forEach((other, j) => other.setAttribute('aria-pressed', i === j));
        onChoice(i);
      }));
    });
    return group;
  }

  // Colors: those of the system until the reader chooses.
  function themes() {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const root = document.documentElement;
    const toggle = html('button', { type: 'button', id: 'theme' });
    const isDark = () => (root.dataset.theme || (system.matches ? 'dark' : 'light')) === 'dark';
    const name = () => { toggle.textContent = isDark() ? 'Light colors' : 'Dark colors'; };
    toggle.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      name();
    });
    system.addEventListener('change', name);
    name();
    document.querySelector('header').append(toggle);
  }

  /** Returns steps of 1, 2 or 5 times a power of ten from at most low to at least high. */
  function ticks(low, high, most, least) {
    const raw = Math.max((high - low) / most, least);
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = power * [1, 2, 5, 10].find(factor => power * factor >= raw * 0.999999);
    const first = Math.floor(low / step + 1e-9);
    const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
    const all = [];
    for (let i = first; i <= last; i++) {
      all.push(i * step);
    }
    return all;
  }

  function logTicks(low, high) {
    if (high / low < 4) {
      return ticks(low, high, 6, high * 1e-9).filter(tick => tick > 0);
    }
    const all = [];
    for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) {
      all.push(power, 2 * power, 5 * power);
    }
    return all.filter(tick => tick >= low && tick <= high);
  }

  function short(value) {
    return String(Number(value.toPrecision(6)));
  }

  function precise(value) {
    const size = Math.abs(value);
    return size !== 0 && (size < 0.001 || size >= 1e6) ? value.toExponential(3) : value.toFixed(4);
  }

  /** Draws a dot of the series' own shape: circle, square or diamond. */
  function dot(series, x, y, size) {
    const classes = { class: `dot s${series % COLORS}` };
    switch (series % 3) {
      case 0: return svg('circle', { ...classes, cx: x, cy: y, r: size });
      case 1: return svg('rect', { ...classes, x: x - size, y: y - size, width: 2 * size, height: 2 * size });
      default: return svg('path', { ...classes, d: `M${x} ${y - 1.3 * size}l${1.3 * size} ${1.3 * size}l${-1.3 * size} ${1.3 * size}l${-1.3 * size} ${-1.3 * size}z` });
    }
  }

  /** Makes a chart in a figure. */
  function chart(figure, model) {
    const state = { unit: 0, log: false, hidden: new Set(), place: null };
    const plot = html('div', { class: 'plot' });
    const readout = html('p', { class: 'readout', 'aria-live': 'off' });
    const legend = html('div', { class: 'controls legend', role: 'group', 'aria-label': 'Curves' });
    const controls = html('div', { class: 'controls' });
    // Of many curves, a reader chooses which to add.
    model.series.forEach((series, i) => i >= MOST_SHOWN && state.hidden.add(i));
    const shown = () => model.series
      .map((series, index) => ({ ...series, index }))
      .filter(series => !state.hidden.has(series.index));
    const value = point => point.y[state.unit];
    // A curve behind another is thin and has its color.
    const isThin = series => series.behind !== undefined;
    const color = (series, index) => `s${(series.behind ?? index) % COLORS}${isThin(series) ? ' thin' : ''}`;
    const canLog = model.series.every(series => series.points.every(point => point.y.every(y => y > 0)));
    let frame = null;

    if (model.units.length > 1) {
      controls.append(choice('Unit', model.units, 0, i => { state.unit = i; draw(); }));
    }
    if (canLog) {
      controls.append(choice('Scale', ['linear', 'logarithmic'], 0, i => { state.log = i === 1; draw(); }));
    }
    model.series.forEach((series, i) => {
      const key = svg('svg', { viewBox: '0 0 28 14', 'aria-hidden': 'true' },
        svg('path', { class: `curve ${color(series, i)}`, d: 'M0 7h28' }));
      if (!isThin(series)) {
        key.append(dot(i, 14, 7, 3.5));
      }
      const entry = button('', !state.hidden.has(i), () => {
        const hides = !state.hidden.delete(i);
        if (hides) {
          state.hidden.add(i);
        }
        entry.setAttribute('aria-pressed', !hides);
        draw();
      });
      entry.append(key, html('span', {}, series.name));
      legend.append(entry);
    });
    figure.append(controls, legend, plot, readout);

    function scaleOf(curves, width, height) {
      const points = curves.flatMap(series => series.points);
      const xs = points.map(point => point.x);
      const ys = points.map(value);
      const lowX = Math.floor(xs.reduce((a, b) => Math.min(a, b)));
      const highX = xs.reduce((a, b) => Math.max(a, b));
      const low = ys.reduce((a, b) => Math.min(a, b));
      const high = ys.reduce((a, b) => Math.max(a, b));
      const margin = { left: 52, right: 14, top: 10, bottom: 40 };
      let yTicks;
      let bottom;
      let top;
      if (state.log) {
        bottom = low / 1.02;
        top = high * 1.02;
        yTicks = logTicks(bottom, top).filter(tick => tick >= bottom && tick <= top);
      } else {
        yTicks = ticks(low, high, height / 60, Math.max(Math.abs(high) * 1e-9, 1e-9));
        bottom = yTicks[0];
        top = yTicks[yTicks.length - 1];
      }
      // Long labels keep clear of the name of the axis.
      margin.left = Math.max(margin.left, 28 + 7 * Math.max(...yTicks.map(tick => short(tick).length)));
      const place = state.log ? Math.log : y => y;
      const inside = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
      return {
        margin, inside, yTicks, lowX, highX,
        xTicks: ticks(lowX, highX, Math.max(width / 80, 2), 1).filter(tick => tick >= lowX && tick <= highX),
        x: x => margin.left + 8 + (highX === lowX ? 0.5 : (x - lowX) / (highX - lowX)) * (inside.width - 16),
        y: y => margin.top + (place(top) - place(y)) / (place(top) - place(bottom)) * inside.height,
      };
    }

    function draw() {
      const width = Math.max(plot.clientWidth, 280);
      const height = width < 560 ? 260 : 360;
      const curves = shown();
      const image = svg('svg', { viewBox: `0 0 ${width} ${height}`, height });
      const hasFocus = plot.contains(document.activeElement);
      plot.replaceChildren(image);
      frame = null;
      if (curves.length === 0) {
        readout.textContent = 'No curve is shown.';
        return;
      }
      const scale = scaleOf(curves, width, height);
      const { margin, inside } = scale;
      const right = width - margin.right;
      const floor = margin.top + inside.height;
      scale.yTicks.forEach(tick => image.append(
        svg('line', { class: 'rule', x1: margin.left, x2: right, y1: scale.y(tick), y2: scale.y(tick) }),
        svg('text', { x: margin.left - 8, y: scale.y(tick) + 4, 'text-anchor': 'end' }, short(tick))));
      scale.xTicks.forEach(tick => image.append(
        svg('line', { class: 'axis', x1: scale.x(tick), x2: scale.x(tick), y1: floor, y2: floor + 5 }),
        svg('text', { x: scale.x(tick), y: floor + 18, 'text-anchor': 'middle' }, short(tick))));
      image.append(
        svg('line', { class: 'axis', x1: margin.left, x2: right, y1: floor, y2: floor }),
        svg('text', { x: (margin.left + right) / 2, y: height - 6, 'text-anchor': 'middle' }, model.x),
        svg('text', { transform: `translate(12 ${margin.top + inside.height / 2}) rotate(-90)`, 'text-anchor': 'middle' }, model.units[state.unit]));
      // The first curve is drawn last, on top.
      [...curves].reverse().forEach(series => {
        const places = series.points.map(point => `${scale.x(point.x).toFixed(1)} ${scale.y(value(point)).toFixed(1)}`);
        image.append(svg('path', { class: `curve ${color(series, series.index)}`, d: `M${places.join('L')}` }));
        if (!isThin(series) && series.points.length <= 40) {
          series.points.forEach(point => image.append(dot(series.index, scale.x(point.x), scale.y(value(point)), 3)));
        }
      });
      const cursor = svg('g', {});
      image.append(cursor);
      const xs = [...new Set(curves.flatMap(series => series.points.map(point => point.x)))].sort((a, b) => a - b);
      if (state.place === null) {
        state.place = xs[xs.length - 1];
      }
      frame = { image, scale, curves, cursor, xs, floor };
      filled(image, {
        tabindex: 0, role: 'slider', 'aria-orientation': 'horizontal',
        'aria-label': `${model.title}: values by ${model.x}`,
        'aria-valuemin': xs[0], 'aria-valuemax': xs[xs.length - 1],
      }, []);
      image.addEventListener('keydown', onKey);
      image.addEventListener('pointermove', onPointer);
      image.addEventListener('pointerdown', onPointer);
      point();
      if (hasFocus) {
        image.focus({ preventScroll: true });
      }
    }

    /** Shows the values at the place of the cursor. */
    function point() {
      const { image, scale, curves, cursor, xs, floor } = frame;
      const x = nearest(xs, state.place);
      state.place = x;
      cursor.replaceChildren(svg('line', { class: 'cursor', x1: scale.x(x), x2: scale.x(x), y1: scale.margin.top, y2: floor }));
      const parts = [];
      let name = null;
      curves.forEach(series => {
        const last = series.points.reduce((found, other) => (other.x <= x ? other : found), null);
        if (last === null) {
          return;
        }
        const isHere = last.x === x;
        name = isHere && last.at ? last.at : name;
        if (!isThin(series)) {
          cursor.append(dot(series.index, scale.x(last.x), scale.y(value(last)), 4.5));
        }
        parts.push([series.name, precise(value(last)), isHere ? '' : ` (${model.x} ${short(last.x)})`]);
      });
      const place = name || `${model.x} ${short(x)}`;
      readout.replaceChildren(html('b', {}, place), ': ');
      parts.forEach(([series, text, when], i) => readout.append(i ? ', ' : '', `${series} `, html('b', {}, text), when));
      image.setAttribute('aria-valuenow', x);
      image.setAttribute('aria-valuetext', `${readout.textContent}, ${model.units[state.unit]}`);
    }

    function nearest(xs, x) {
      return xs.reduce((best, other) => (Math.abs(other - x) < Math.abs(best - x) ? other : best));
    }

    function onPointer(event) {
      const { image, scale, xs } = frame;
      const box = image.getBoundingClientRect();
      const at = (event.clientX - box.left) * image.viewBox.baseVal.width / box.width;
      state.place = xs.reduce((best, other) => (Math.abs(scale.x(other) - at) < Math.abs(scale.x(best) - at) ? other : best));
      point();
    }

    function onKey(event) {
      const { xs } = frame;
      const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };
      if (event.key in steps) {
        event.preventDefault();
        const index = xs.indexOf(state.place) + steps[event.key];
        state.place = xs[Math.max(0, Math.min(xs.length - 1, index))];
        point();
      }
    }

    draw();
    let drawnWidth = plot.clientWidth;
    new ResizeObserver(() => {
      if (plot.clientWidth !== drawnWidth) {
        drawnWidth = plot.clientWidth;
        draw();
      }
    }).observe(plot);
  }

  /** Lets a table show only the rows that differ. */
  function differences(table) {
    const controls = html('div', { class: 'controls' },
      choice('Keys', ['all keys', 'only those that differ'], 0, i => table.classList.toggle('few', i === 1)));
    table.parentElement.before(controls);
  }

  /** Lets the headings of a table sort its rows. */
  function sortable(table) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    heads.forEach((head, column) => {
      const sort = html('button', { type: 'button' }, head.textContent);
      head.replaceChildren(sort);
      head.setAttribute('aria-sort', 'none');
      head.classList.toggle('number', body.rows[0].cells[column].classList.contains('number'));
      sort.addEventListener('click', () => {
        const rises = head.getAttribute('aria-sort') !== 'ascending';
        heads.forEach(other => other.setAttribute('aria-sort', 'none'));
        head.setAttribute('aria-sort', rises ? 'ascending' : 'descending');
        const key = row => row.cells[column].dataset.value ?? row.cells[column].textContent;
        const rows = [...body.rows].sort((a, b) => compared(key(a), key(b), rises ? 1 : -1));
        body.append(...rows);
      });
    });
  }

  /** Compares numbers as such, in a direction of 1 or -1; a missing number comes last of all. */
  function compared(a, b, direction) {
    const first = Number(a);
    const second = Number(b);
    if (a === '' || b === '') {
      return (a === '') - (b === '');
    }
    const order = Number.isNaN(first) || Number.isNaN(second) ? a.localeCompare(b) : first - second;
    return order * direction;
  }

  // A look inside: texts colored by a unit's activation or by their cost.

  /** Returns the activations of the units of a state, one row per token, from -1 to 1. */
  function decoded(state) {
    const bytes = Int8Array.from(atob(state.values), character => character.charCodeAt(0));
    return { name: state.name, units: state.units, at: (token, unit) => bytes[token * state.units + unit] / 127 };
  }

  /** What a unit may attend to: a name and a number for each token. */
  function features(tokens) {
    let place = 0;
    let isQuoted = false;
    const places = [];
    const quoted = [];
    tokens.forEach(token => {
      isQuoted = token.includes('"') ? !isQuoted : isQuoted;
      quoted.push(Number(isQuoted));
      place = token.includes('\n') ? 0 : place + 1;
      places.push(place);
    });
    return [
      ['the place in the line', places],
      ['the ends of lines', tokens.map(token => Number(token.includes('\n')))],
      ['spaces', tokens.map(token => Number(/^\s*$/u.test(token)))],
      ['capital letters', tokens.map(token => Number(/\p{Lu}/u.test(token)))],
      ['vowels', tokens.map(token => Number(/^[aeiou]$/iu.test(token)))],
      ['quotations', quoted],
    ];
  }

  /** Returns how closely two lists of numbers vary together, from -1 to 1. */
  function correlation(a, b) {
    const mean = list => list.reduce((sum, x) => sum + x, 0) / list.length;
    const meanA = mean(a);
    const meanB = mean(b);
    let ab = 0;
    let aa = 0;
    let bb = 0;
    a.forEach((x, i) => {
      ab += (x - meanA) * (b[i] - meanB);
      aa += (x - meanA) ** 2;
      bb += (b[i] - meanB) ** 2;
    });
    return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
  }

  /** Returns units worth a look: those that follow a feature of the text, then those that vary most. */
  function suggestions(tokens, state) {
    const all = [];
    for (let unit = 0; unit < state.units; unit++) {
      const values = tokens.map((token, i) => state.at(i, unit));
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      all.push({ unit, values, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length });
    }
    const found = [];
    features(tokens).forEach(([name, numbers]) => {
      const best = all
        .map(({ unit, values }) => ({ unit, r: correlation(values, numbers) }))
        .reduce((a, b) => (Math.abs(b.r) > Math.abs(a.r) ? b : a));
      if (Math.abs(best.r) >= LEAST_CORRELATION) {
        found.push({ unit: best.unit, r: best.r, why: `follows ${name} (r = ${best.r.toFixed(2)})` });
      }
    });
    found.sort((a, b) => Math.abs(b.r) - Math.abs(a.r));
    all.sort((a, b) => b.variance - a.variance || a.unit - b.unit);
    all.slice(0, 4).forEach(({ unit }) => found.push({ unit, why: 'varies much' }));
    return found.filter(({ unit }, i) => found.findIndex(other => other.unit === unit) === i);
  }

  /** Returns a token in a form that is seen on one line. */
  function visible(token) {
    return JSON.stringify(token);
  }

  function inspect(place) {
    const chosen = { text: 0, state: 0, unit: 0, byCost: false, token: 0 };
    const texts = data.texts.map(text => ({ ...text, states: text.states.map(decoded) }));
    const block = html('pre', { class: 'tokens', tabindex: 0, role: 'group', 'aria-label': 'The text; the arrow keys move over it' });
    const readout = html('p', { class: 'readout', 'aria-live': 'polite' });
    const units = html('div', { class: 'controls', role: 'group', 'aria-label': 'Units worth a look' });
    const number = html('input', { type: 'number', min: 0, id: 'unit' });
    const scale = html('p', { class: 'scale', 'aria-hidden': true });
    const unitControls = html('div', { class: 'controls' },
      choice('State', texts[0].states.map(state => state.name), 0, i => { chosen.state = i; fresh(); }),
      html('label', { for: 'unit' }, 'unit'), number);
    const state = () => texts[chosen.text].states[chosen.state];
    let spans = [];

    number.addEventListener('input', () => {
      const unit = Number(number.value);
      if (number.value !== '' && Number.isInteger(unit) && unit >= 0 && unit < state().units) {
        chosen.unit = unit;
        color();
      }
    });
    place.append(
      html('div', { class: 'controls' },
        choice('Text', texts.map(text => text.name), 0, i => { chosen.text = i; chosen.token = 0; fresh(); }),
        choice('Color by', ['a unit', 'what it costs to predict'], 0, i => { chosen.byCost = i === 1; color(); })),
      unitControls, units, scale, readout, block);

    /** Shows another text or state. */
    function fresh() {
      const { tokens } = texts[chosen.text];
      number.max = state().units - 1;
      const suggested = suggestions(tokens, state());
      chosen.unit = suggested[0].unit;
      units.replaceChildren(...suggested.map(({ unit, why }) => {
        const pick = html('button', { type: 'button' }, `${unit} ${why}`);
        pick.addEventListener('click', () => { chosen.unit = unit; color(); });
        return pick;
      }));
      spans = tokens.map((token, i) => {
        // A line feed is shown by a sign, too, so that it can be colored.
        const span = html('span', {}, token.replace(/\n/gu, '⏎\n'));
        span.addEventListener('pointerenter', () => move(i));
        return span;
      });
      block.replaceChildren(...spans);
      color();
    }

    function color() {
      const { bits } = texts[chosen.text];
      number.value = chosen.unit;
      unitControls.hidden = chosen.byCost;
      units.hidden = chosen.byCost;
      spans.forEach((span, i) => {
        const value = chosen.byCost ? Math.min((bits[i] ?? 0) / 8, 1) : state().at(i, chosen.unit);
        const kind = chosen.byCost ? 'cost' : value < 0 ? 'negative' : 'positive';
        span.className = kind;
        span.style.setProperty('--share', `${Math.round(Math.abs(value) * 100)}%`);
      });
      scale.replaceChildren(...(chosen.byCost
        ? [['cost', 0, '0 bits'], ['cost', 50, '4 bits'], ['cost', 100, '8 bits or more']]
        : [['negative', 100, '-1'], ['negative', 50, '-0.5'], ['positive', 0, '0'], ['positive', 50, '0.5'], ['positive', 100, '1']])
        .map(([kind, share, text]) => {
          const step = html('span', { class: kind }, text);
          step.style.setProperty('--share', `${share}%`);
          return step;
        }));
      move(chosen.token);
    }

    /** Shows the values of a token. */
    function move(token) {
      const { tokens, bits, guesses } = texts[chosen.text];
      spans[chosen.token]?.classList.remove('here');
      chosen.token = token;
      spans[token].classList.add('here');
      const cost = bits[token] === null || bits[token] === undefined ? 'the first token, which nothing predicts' : `${bits[token].toFixed(2)} bits`;
      const expected = guesses[token].map(guess => `${visible(guess.token)} ${(100 * guess.share).toFixed(0)} %`).join(', ');
      readout.replaceChildren(html('b', {}, visible(tokens[token])), `: unit ${chosen.unit} `, html('b', {}, state().at(token, chosen.unit).toFixed(2)),
        ', ', html('b', {}, cost), expected ? `; expected ${expected}` : '');
    }

    block.addEventListener('keydown', event => {
      const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
      if (event.key in steps) {
        event.preventDefault();
        move(Math.max(0, Math.min(spans.length - 1, chosen.token + steps[event.key])));
      }
    });
    fresh();
  }

  themes();
  document.querySelectorAll('#inspect').forEach(inspect);
  document.querySelectorAll('[data-chart]').forEach(figure => chart(figure, data.charts[figure.dataset.chart]));
  document.querySelectorAll('table.settings').forEach(differences);
  document.querySelectorAll('table.sortable').forEach(sortable);
})();
