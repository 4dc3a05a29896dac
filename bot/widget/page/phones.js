/* Simulated phones: each shows what a number sent and got, and sends to the service's number. */
import { el, empty, grow } from '../widget/dom.js';

const LOOK = 1200; // milliseconds between two looks at what came
const service = document.querySelector('.phones .about b').textContent;
let phones = 0;

class Phone {
  constructor(place) {
    const { phone, name, hint, editable } = place.dataset;
    const id = `phone-${(phones += 1)}`;
    this.number = phone;
    this.shown = '';
    this.log = el('ol', { class: 'texts', role: 'log', tabindex: '0', 'aria-label': `Texts of ${name}` });
    this.problem = el('p', { class: 'problem', role: 'status' });
    this.field = el('textarea', { id: `${id}-text`, rows: '1', dir: 'auto', placeholder: hint, input: () => grow(this.field), keydown: (event) => this.key(event) });
    this.own = el('input', { id, type: 'tel', value: phone, readonly: editable === undefined, autocomplete: 'off', change: () => this.renumber() });
    place.append(
      el('h2', { class: 'caption' }, name),
      el(
        'div',
        { class: 'phone' },
        el('div', { class: 'top' }, el('label', { for: id, class: 'away' }, `Number of ${name}`), this.own),
        this.log,
        this.problem,
        el(
          'form',
          { submit: (event) => this.send(event) },
          el('label', { for: `${id}-text`, class: 'away' }, `Text from ${name}`),
          this.field,
          el('button', { type: 'submit', 'aria-label': `Send from ${name}` }, 'Send')
        )
      )
    );
    this.look();
  }

  key(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.send(event);
  }

  renumber() {
    this.number = this.own.value.replace(/[^+\d]/g, '');
    this.own.value = this.number;
    this.fetch();
  }

  async send(event) {
    event.preventDefault();
    const body = this.field.value;
    if (!body.trim()) return;
    try {
      const response = await fetch('/simulator/messages', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ from: this.number, to: service, body }),
      });
      this.problem.textContent = response.ok ? '' : (await response.json()).error;
      if (response.ok) this.field.value = '';
      grow(this.field);
    } catch (error) {
      this.problem.textContent = 'Not sent: the server cannot be reached.';
    }
    this.fetch();
  }

  async look() {
    for (;;) {
      if (!document.hidden) await this.fetch();
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }

  async fetch() {
    try {
      const response = await fetch(`/simulator/messages?number=${encodeURIComponent(this.number)}`);
      const body = await response.json();
      if (response.ok) this.show(body);
      else this.problem.textContent = body.error;
    } catch (error) {
      // the server is away for a moment; the next look finds it again
    }
  }

  show(messages) {
    const now = JSON.stringify(messages);
    if (now === this.shown) return;
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    const before = this.shown ? JSON.parse(this.shown) : [];
    const grown = messages.slice(0, before.length).every((m, i) => m.at === before[i].at && m.body === before[i].body);
    if (!grown || messages.length < before.length) empty(this.log);
    messages.slice(grown ? this.log.children.length : 0).forEach((message) => this.log.append(this.text(message)));
    this.shown = now;
    if (atEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  text({ from, body, at }) {
    const mine = from === this.number;
    const time = new Date(at).toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' });
    return el(
      'li',
      { class: mine ? 'mine' : 'theirs' },
      el('span', { class: 'away' }, mine ? 'Sent: ' : 'Received: '),
      el('p', { dir: 'auto' }, body),
      el('time', { datetime: at }, time)
    );
  }
}

document.querySelectorAll('[data-phone]').forEach((place) => new Phone(place));
