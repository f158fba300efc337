// The panes of targets, departments and enterprises: their forms ask the server, and what it finds is shown below.
const PAUSE = 350; // milliseconds after the last key
const policyPanes = {
  panes: {},
  library: null,

  attach(name, element, { server, open }) {
    const pane = { name, element, server, open, asked: 0, opened: false };
    policyPanes.panes[name] = pane;
    element.addEventListener('click', event => policyPanes.clicked(pane, event));
    element.addEventListener('submit', event => {
      event.preventDefault();
      policyPanes.ask(pane, { scroll: !event.target.dataset.live });
    });
    for (const name of ['change', 'input', 'compositionend']) {
      element.addEventListener(name, event => {
        if (!event.target.form?.dataset.live || event.isComposing) return;
        clearTimeout(pane.typing);
        pane.typing = setTimeout(() => policyPanes.ask(pane), name === 'change' ? 0 : PAUSE);
      });
    }
    element.addEventListener('reset', event => setTimeout(() => policyPanes.emptied(pane, event.target)));
    if (document.documentElement.dataset.tab === name) policyPanes.show(name);
  },

  // One tab at a time; a pane asks for its form when it is first opened.
  show(name) {
    const root = document.documentElement;
    root.dataset.tab = name;
    policyPage.pane('chat');
    for (const button of document.querySelectorAll('[data-tab-to]')) {
      button.setAttribute('aria-current', button.dataset.tabTo === name ? 'page' : 'false');
    }
    const pane = policyPanes.panes[name];
    if (pane && !pane.opened) policyPanes.open(pane);
  },

  async open(pane) {
    pane.opened = true;
    const place = pane.element.querySelector('.pane');
    try {
      place.innerHTML = await policyPanes.call(pane, 'opened');
      policyPanes.shown(pane);
      if (pane.element.querySelector('[name=indicator]')) policyPanes.load(pane).catch(() => {});
    } catch {
      pane.opened = false;
      policyPanes.failed(pane, place);
    }
  },

  // What the server says; Gradio's client says nothing where the server fails.
  async call(pane, name, fields = {}) {
    const said = await pane.server[name](fields);
    if (said === undefined || said === null) throw new Error(name);
    return said;
  },

  fields(pane) {
    return Object.fromEntries(new FormData(pane.element.querySelector('form')));
  },

  // Only the answer to the last question is shown.
  async ask(pane, { scroll = false } = {}) {
    const asked = ++pane.asked;
    const results = pane.element.querySelector('.results');
    const fields = policyPanes.fields(pane);
    results.classList.add('busy');
    if (fields.plan && fields.plan !== document.querySelector('#reader .book')?.dataset.plan) pane.open({ plan: fields.plan });
    try {
      const found = await policyPanes.call(pane, 'found', fields);
      if (asked !== pane.asked) return;
      results.innerHTML = found;
      policyPanes.shown(pane);
      const top = scroll ? results : pane.element.querySelector('form');
      if (scroll || pane.element.querySelector('.pane').scrollTop > results.offsetTop) policyPanes.reveal(pane, top);
    } catch {
      if (asked === pane.asked) policyPanes.failed(pane, results);
    } finally {
      if (asked === pane.asked) results.classList.remove('busy');
    }
  },

  failed(pane, place) {
    place.replaceChildren(policyPanes.line(pane));
  },

  // That something went wrong.
  line(pane) {
    const line = document.createElement('p');
    line.className = 'notice';
    line.textContent = pane.element.querySelector('.pane').dataset.failed;
    return line;
  },

  reveal(pane, part) {
    const scroller = pane.element.querySelector('.pane');
    const gap = part.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTo({ top: scroller.scrollTop + gap - 12, behavior: 'smooth' });
  },

  emptied(pane, form) {
    if (form.dataset.live) return policyPanes.ask(pane);
    pane.asked += 1;
    pane.element.querySelector('.results').replaceChildren();
    pane.element.querySelector('textarea').focus();
  },

  shown(pane) {
    for (const chart of pane.element.querySelectorAll('.chart')) {
      policyPanes.draw(pane, chart).catch(() => policyPanes.failed(pane, chart));
    }
    policyPage.pair();
  },

  clicked(pane, event) {
    const target = event.target;
    const setter = Object.entries(target.closest('button')?.dataset ?? {}).filter(([name]) => /^set[A-Z]/.test(name));
    if (setter.length) return policyPanes.set(pane, setter.map(([name, value]) => [name.slice(3).toLowerCase(), value]));
    const button = target.closest('[data-file], [data-jump], [data-say]');
    if (button?.dataset.file) return policyPanes.fetch(pane, button);
    if (button?.dataset.jump) return policyPanes.reveal(pane, pane.element.querySelector(`[data-group=${button.dataset.jump}]`));
    if (button?.dataset.say) {
      pane.element.querySelector('textarea').value = button.dataset.say;
      return policyPanes.ask(pane, { scroll: true });
    }
    const entry = target.closest('.entry');
    if (!entry || target.closest('summary, a') || String(getSelection())) return;
    policyPanes.read(pane, entry.dataset);
  },

  read(pane, { plan, start, end, at }) {
    policyPage.pane('plan');
    const reader = document.getElementById('reader');
    if (at && reader.querySelector('.book')?.dataset.at === at) return policyPage.opened(reader);
    pane.open({ plan, start, end });
  },

  set(pane, fields) {
    const form = pane.element.querySelector('form');
    for (const [name, value] of fields) if (form.elements[name]) form.elements[name].value = value;
    policyPanes.ask(pane);
  },

  // A workbook is saved; a sheet to print opens beside the page, which must be asked for before the file is there.
  async fetch(pane, button) {
    const kind = button.dataset.file;
    const beside = kind === 'html' ? window.open('', '_blank') : null;
    button.disabled = true;
    const row = button.closest('.toolbar, .counts');
    try {
      const file = await policyPanes.call(pane, 'file', { ...policyPanes.fields(pane), file: kind });
      if (file.problem) {
        beside?.close();
        row.insertAdjacentHTML('afterend', file.problem);
        return;
      }
      const bytes = Uint8Array.from(atob(file.content), character => character.charCodeAt(0));
      const address = URL.createObjectURL(new Blob([bytes], { type: file.type }));
      if (beside) beside.location = address;
      else Object.assign(document.createElement('a'), { href: address, download: file.name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch {
      beside?.close();
      row.after(policyPanes.line(pane));
    } finally {
      button.disabled = false;
    }
  },

  async draw(pane, chart) {
    await policyPanes.load(pane);
    if (!chart.isConnected) return;
    const { data, layout } = JSON.parse(chart.dataset.figure);
    const rows = JSON.parse(chart.dataset.rows ?? '[]');
    await Plotly.newPlot(chart, data, { ...layout, autosize: true }, { displayModeBar: false, responsive: true });
    const choose = row => rows[row] && policyPanes.set(pane, [['department', rows[row]]]);
    chart.on('plotly_click', ({ points: [point] }) => {
      if (rows.length) return choose(point.y);
      const [plan, start, end] = point.customdata ?? [];
      if (plan) policyPanes.read(pane, { plan, start, end, at: `${plan}:${start}-${end}` });
    });
    [...chart.querySelectorAll('.ytick text')].forEach((label, row) => label.addEventListener('click', () => choose(row)));
  },

  // The script that draws charts, once.
  load(pane) {
    const fetched = () => policyPanes.call(pane, 'chart_library').then(policyPanes.run);
    policyPanes.library ??= fetched().catch(error => {
      policyPanes.library = null;
      throw error;
    });
    return policyPanes.library;
  },

  run(script) {
    const element = document.createElement('script');
    element.textContent = script;
    document.head.append(element);
  },

  // ?plan=ID&start=N&end=M opens the reader there.
  address(open) {
    const { plan, start, end } = Object.fromEntries(new URLSearchParams(location.search));
    if (plan) open({ plan, start, end });
  },
};

document.addEventListener('click', event => {
  const tab = event.target.closest('[data-tab-to]');
  if (!tab) return;
  history.replaceState(null, '', `#${tab.dataset.tabTo}`);
  policyPanes.show(tab.dataset.tabTo);
});
document.documentElement.dataset.tab = /^#(targets|departments|check)$/.test(location.hash) ? location.hash.slice(1) : 'chat';
