/* The chat as she sees it: head, transcript, box to write in. It decides nothing; element.js and conversation.js do. */
import { el, empty, grow } from './dom.js';
import { linked } from './links.js';
import { Transcript } from './transcript.js';

const NOTICE = 8000; // milliseconds a passing notice stays
let panels = 0;

export class Panel {
  /** does: {say(text), retry(), choose(language), leave(), close()}: what her presses lead to. */
  constructor(does) {
    this.does = does;
    this.transcript = new Transcript((text) => does.say(text), () => does.retry());
    const field = `kinpath-field-${(panels += 1)}`;
    this.heading = el('h2', {});
    this.subtitle = el('p', { class: 'subtitle' });
    this.languagesLabel = el('span', { class: 'hidden' });
    this.languages = el('select', { change: () => does.choose(this.languages.value) });
    this.leaving = el('button', { type: 'button', class: 'leave', click: does.leave });
    this.closing = el('button', { type: 'button', class: 'close', click: does.close }, el('span', { 'aria-hidden': 'true' }, '×'));
    this.isWriting = el('p', { class: 'writing', role: 'status' });
    this.status = el('p', { class: 'notice', role: 'status' });
    this.fieldLabel = el('label', { class: 'hidden', for: field });
    this.field = el('textarea', {
      id: field,
      rows: '1',
      dir: 'auto',
      enterkeyhint: 'send',
      autocomplete: 'off',
      input: () => grow(this.field),
      keydown: (event) => this.key(event),
    });
    this.send = el('button', { type: 'submit', class: 'send' });
    this.safety = el('p', { class: 'safety' });
    this.element = el(
      'section',
      { class: 'box', hidden: true },
      el(
        'header',
        {},
        el(
          'div',
          { class: 'head' },
          el('div', { class: 'names' }, this.heading, this.subtitle),
          el('label', { class: 'languages' }, this.languagesLabel, this.languages),
          this.closing
        ),
        this.leaving
      ),
      this.transcript.element,
      this.isWriting,
      this.status,
      el('form', { submit: (event) => this.submit(event) }, this.fieldLabel, this.field, this.send),
      this.safety
    );
  }

  /** said: everything of /widget-words.json; title: what stands at the head. */
  speak(said, title) {
    const words = said.words;
    this.said = said;
    this.transcript.speak(words, said.tag);
    this.element.setAttribute('lang', said.tag);
    this.element.setAttribute('dir', said.direction);
    this.entitle(title || words.title);
    this.subtitle.textContent = words.subtitle;
    this.languagesLabel.textContent = words.language;
    empty(this.languages);
    said.languages.forEach((one) => this.languages.append(el('option', { value: one.language, lang: one.tag }, one.name)));
    this.languages.value = said.language;
    this.leaving.textContent = words.leave;
    this.leaving.setAttribute('title', words.leave_hint);
    this.closing.setAttribute('aria-label', words.close);
    this.fieldLabel.textContent = words.message_label;
    this.field.setAttribute('placeholder', words.message_hint);
    this.send.textContent = words.send;
    empty(this.safety);
    this.safety.append(linked(words.safety));
  }

  entitle(title) {
    this.heading.textContent = title;
    this.element.setAttribute('aria-label', title);
  }

  /** Without the server there are no words: say the one thing that helps without it. */
  broken() {
    const again = el('button', { type: 'button', class: 'answer', click: () => location.reload() }, 'Try again');
    const help = el('p', { class: 'bubble' }, 'The chat cannot be loaded right now. For help call ', el('a', { href: 'tel:211' }, '211'), ', any time, free.');
    this.element.setAttribute('lang', 'en');
    this.element.classList.add('broken');
    this.entitle('Kinpath');
    this.transcript.element.append(help, again);
  }

  /* ---- what a conversation shows: see conversation.js ---- */

  begin(entries) {
    this.transcript.begin([{ event: this.said.greeting }, ...entries]);
  }

  add(entry) {
    this.transcript.add(entry);
  }

  state(record) {
    this.transcript.state(record);
  }

  withdraw(record) {
    this.transcript.remove(record);
    if (!this.field.value) {
      this.field.value = record.text;
      grow(this.field);
    }
  }

  writing(is) {
    const follows = this.transcript.atEnd();
    empty(this.isWriting);
    if (is) this.isWriting.append(el('span', { class: 'dots', 'aria-hidden': 'true' }, el('i'), el('i'), el('i')), this.said.words.writing);
    if (follows) this.transcript.toEnd(); // the log has become smaller or larger
  }

  notice(what, text) {
    clearTimeout(this.noticing);
    const said = text || this.said.words[what] || '';
    this.status.textContent = said;
    if (what !== 'offline') this.noticing = setTimeout(() => (this.status.textContent = ''), NOTICE + said.length * 60);
  }

  /* ---- writing ---- */

  submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (text) {
      this.field.value = '';
      grow(this.field);
      this.does.say(text);
    }
    this.field.focus();
  }

  key(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    this.submit(event);
  }
}
