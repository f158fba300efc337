// What happens in the browser alone: copying, scrolling, folding. Everything else asks the server.
const policyPage = {
  clicked(event, { ask, cite }) {
    const target = event.target;
    const example = target.closest('[data-ask]');
    if (example) return ask(example.dataset.ask);
    if (target.closest('[data-copy], summary') || String(getSelection())) return;
    const card = target.closest('[data-cite]');
    if (!card) return;
    policyPage.pane('plan');
    const { turn, cite: number, list, at } = card.dataset;
    const reader = document.getElementById('reader');
    if (reader.querySelector('.book').dataset.at === at) return policyPage.opened(reader);
    cite({ turn: Number(turn), number: Number(number), related: list === 'related' });
  },

  // The last question goes to the top, so that its answer is read from its beginning.
  answered(element) {
    element.querySelector('.exchange:last-child')?.scrollIntoView({ block: 'start', behavior: 'smooth' });
    if (!element.querySelector('.exchange')) element.scrollTop = 0;
    policyPage.pair();
  },

  opened(element) {
    const text = element.querySelector('.text');
    if (!text) return;
    const here = text.querySelector('.here');
    if (here) policyPage.centre(text, here);
    const opened = element.querySelector('.contents .opened');
    if (opened) policyPage.centre(opened.parentElement, opened);
    text.onscroll = () => policyPage.follow(element);
    if (!opened) policyPage.follow(element);
    policyPage.pair();
  },

  // The card whose words the reader is open at stands out.
  pair() {
    const at = document.querySelector('#reader .book').dataset.at;
    for (const card of document.querySelectorAll('.card, .entry')) card.classList.toggle('active', card.dataset.at === at);
  },

  centre(scroller, inner) {
    const gap = inner.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop += gap - scroller.clientHeight / 3;
  },

  // The outline shows which clause is being read.
  follow(element) {
    const text = element.querySelector('.text');
    const top = text.getBoundingClientRect().top + text.clientHeight / 3 + 8;
    const passed = [...text.querySelectorAll('.clause')].filter(part => part.getBoundingClientRect().top <= top);
    const current = passed.length ? passed[passed.length - 1].id : '';
    for (const link of element.querySelectorAll('.contents a')) {
      link.classList.toggle('opened', link.dataset.go === current);
    }
  },

  // On a narrow screen one pane is seen at a time.
  pane(name) {
    document.documentElement.dataset.shown = name;
  },

  async copy(button) {
    const text = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = document.body.appendChild(document.createElement('textarea'));
      field.value = text;
      field.select();
      document.execCommand('copy');
      field.remove();
    }
    button.dataset.state = 'done';
    setTimeout(() => delete button.dataset.state, 1600);
  },
};

document.documentElement.lang = 'zh-CN';
policyPage.pane('chat');
document.addEventListener('click', event => {
  const copy = event.target.closest('[data-copy]');
  if (copy) policyPage.copy(copy);
  const pane = event.target.closest('[data-pane]');
  if (pane) policyPage.pane(pane.dataset.pane);
  const toggle = event.target.closest('[data-toggle]');
  if (toggle) toggle.closest('.book').classList.toggle('with-contents');
  const link = event.target.closest('[data-go]');
  if (link) {
    event.preventDefault();
    const book = link.closest('.book');
    book.classList.remove('with-contents');
    policyPage.centre(book.querySelector('.text'), document.getElementById(link.dataset.go));
  }
});
