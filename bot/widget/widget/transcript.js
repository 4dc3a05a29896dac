/* The conversation as it is shown: who said what, cards, answers to pick, and whether her words were sent. */
import { cardList } from './cards.js';
import { el, empty } from './dom.js';
import { linked } from './links.js';

const NEAR = 120; // pixels from the end within which she counts as reading the newest

export class Transcript {
  /** say: called with the words of a button; retry: called when she wants unsent words to be tried again. */
  constructor(say, retry) {
    this.say = say;
    this.retry = retry;
    this.element = el('div', { class: 'log', role: 'log', 'aria-live': 'polite', tabindex: '0' });
    this.own = new Map();
  }

  /** words: the widget's words; tag: the language for dates. */
  speak(words, tag) {
    this.words = words;
    this.tag = tag;
    this.element.setAttribute('aria-label', words.conversation);
    this.own.forEach((shown) => this.state(shown.record));
  }

  /** Show a conversation from its start. It is not read aloud: she knows it. */
  begin(entries) {
    this.element.setAttribute('aria-live', 'off');
    empty(this.element);
    this.own.clear();
    this.speaker = null;
    entries.forEach((entry) => this.append(entry));
    this.settle();
    this.knowing = setTimeout(() => this.listened(), 300);
  }

  /** Show one entry more: {own: record} or {event: message}. */
  add(entry) {
    this.listened();
    const answer = this.speaker === 'you'; // what follows her words is for her, wherever she has scrolled
    const follows = Boolean(entry.own) || answer || this.atEnd();
    const shown = this.append(entry);
    if (follows) this.reveal(shown);
  }

  /** What is added from now on is read aloud. */
  listened() {
    clearTimeout(this.knowing);
    this.element.setAttribute('aria-live', 'polite');
  }

  append(entry) {
    const shown = entry.own ? this.appendOwn(entry.own) : this.appendEvent(entry.event);
    this.element.append(shown);
    return shown;
  }

  appendOwn(record) {
    this.dropAnswers();
    const state = el('p', { class: 'state', 'aria-live': 'off' });
    const shown = el('div', { class: 'message you' }, this.who('you', record.at), bubble(record.text), state);
    this.own.set(record.id, { record, shown, state });
    this.state(record);
    return shown;
  }

  appendEvent(event) {
    const payload = event.payload || {};
    const speaker = event.speaker === 'navigator' ? 'navigator' : 'kinpath';
    const shown = el('div', { class: `message ${speaker}` }, this.who(speaker, event.at));
    if (payload.kind === 'services' && Array.isArray(payload.cards) && payload.cards.length) {
      // the numbers of an older list would pick from the newer one
      this.element.querySelectorAll('.card .more').forEach((button) => button.remove());
      if (payload.intro) shown.append(bubble(payload.intro));
      shown.append(cardList(payload.cards, this.words, this.say));
      if (payload.outro) shown.append(bubble(payload.outro));
    } else {
      shown.append(bubble(payload.text || event.text));
    }
    if (Array.isArray(payload.quick_replies) && payload.quick_replies.length) {
      this.dropAnswers();
      shown.append(this.answers(payload.quick_replies));
    }
    return shown;
  }

  /** Show what became of a message of hers. */
  state(record) {
    const shown = this.own.get(record.id);
    if (!shown) return;
    shown.record = record;
    empty(shown.state);
    shown.shown.classList[record.state === 'failed' ? 'add' : 'remove']('failed');
    if (record.state === 'failed') {
      const again = el('button', { type: 'button', class: 'again', click: this.retry }, this.words.try_again);
      shown.state.append(this.words.not_sent, ' ', again);
    } else {
      shown.state.append(record.state === 'sent' ? this.words.sent : this.words.sending);
    }
  }

  /** Take a message of hers away again. */
  remove(record) {
    const shown = this.own.get(record.id);
    if (shown) shown.shown.remove();
    this.own.delete(record.id);
  }

  who(speaker, at) {
    const again = this.speaker === speaker;
    this.speaker = speaker;
    const moment = new Date(at || NaN);
    const known = !Number.isNaN(moment.getTime());
    const time = known
      ? el('time', { datetime: moment.toISOString() }, moment.toLocaleTimeString(this.tag, { hour: 'numeric', minute: '2-digit' }))
      : null;
    // said for each message to those who listen, shown once to those who see
    return el('p', { class: again ? 'who hidden' : 'who' }, el('b', {}, this.words[speaker]), ' ', time);
  }

  answers(replies) {
    const buttons = replies.map((reply) =>
      el('button', { type: 'button', class: 'answer', dir: 'auto', click: () => this.say(reply.say) }, reply.title)
    );
    return el('div', { class: 'answers', role: 'group', 'aria-label': this.words.answers }, ...buttons);
  }

  dropAnswers() {
    this.element.querySelectorAll('.answers').forEach((answers) => answers.remove());
  }

  atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** To the end of a conversation; to the beginning of one that has only begun. */
  settle() {
    if (this.element.children.length > 1) this.toEnd();
    else this.element.scrollTop = 0;
  }

  /** Scroll to the end; but to the beginning of what is too long to be seen whole. */
  reveal(shown) {
    const long = shown.offsetHeight > this.element.clientHeight;
    this.element.scrollTop = long ? shown.offsetTop - 8 : this.element.scrollHeight;
  }
}

function bubble(text) {
  return el('p', { class: 'bubble', dir: 'auto' }, linked(text));
}
