/* <kinpath-widget language="es" title="Our helper">: the chat, in a shadow tree of its own.
 *
 * language: the language to begin with; without it, the browser's.   title: what stands at its head.
 * launcher: show a button that opens the chat, instead of the chat.
 * Tells the page `kinpath-words` (detail: everything of /widget-words.json) when it speaks another language.
 */
import { Conversation } from './conversation.js';
import { el, empty, fill } from './dom.js';
import { leave, leaveOnEscapeTwice } from './leave.js';
import { Memory } from './memory.js';
import { Panel } from './panel.js';
import { Server } from './server.js';

const BASE = new URL('..', import.meta.url).href;

export class KinpathWidget extends HTMLElement {
  static get observedAttributes() {
    return ['language', 'title'];
  }

  attributeChangedCallback(name, before, value) {
    if (name === 'title' && value !== null) {
      this.heading = value;
      this.removeAttribute('title'); // browsers would show it over the whole chat as a tooltip
      if (this.said) this.panel.entitle(value);
    }
    if (name === 'language' && this.said && value !== before) this.speakIn(value);
  }

  connectedCallback() {
    if (!this.panel) this.build();
    this.unwatch = leaveOnEscapeTwice(() => {
      // on somebody else's page, Esc means nothing until the chat is used
      if (!this.panel.element.hidden || this.memory.get('token')) this.leave();
    });
    this.online = () => this.conversation && this.conversation.retry();
    window.addEventListener('online', this.online);
    this.begin();
  }

  disconnectedCallback() {
    this.unwatch();
    window.removeEventListener('online', this.online);
    if (this.conversation) this.conversation.stop();
    this.conversation = null;
  }

  build() {
    this.server = new Server(BASE);
    this.memory = new Memory(BASE);
    this.unread = 0;
    this.panel = new Panel({
      say: (text) => this.conversation.say(text),
      retry: () => this.conversation.retry(),
      choose: (language) => this.choose(language),
      leave: () => this.leave(),
      close: () => this.open(false),
    });
    this.opening = el('button', { type: 'button', class: 'opening', hidden: true, click: () => this.open(true) });
    const style = el('link', { rel: 'stylesheet', href: `${BASE}widget/widget.css` });
    this.styled = new Promise((resolve) => ['load', 'error'].forEach((end) => style.addEventListener(end, resolve)));
    this.attachShadow({ mode: 'open' }).append(style, this.panel.element, this.opening);
  }

  async begin() {
    try {
      this.speak(await this.server.words(this.memory.get('language') || this.getAttribute('language')));
    } catch (error) {
      this.panel.broken();
    }
    await this.styled; // shown earlier, it would flash without its style
    this.open(!this.hasAttribute('launcher'), true);
    if (!this.said || !this.isConnected || this.conversation) return;
    this.memory.set({ language: this.said.language });
    this.conversation = new Conversation(this.server, this.memory, this.view());
    this.conversation.start();
  }

  /** What the conversation is shown on: the panel, and the count of what she has not seen. */
  view() {
    const panel = this.panel;
    return {
      begin: (entries) => panel.begin(entries),
      add: (entry) => {
        panel.add(entry);
        if (entry.event && panel.element.hidden) this.count(this.unread + 1);
      },
      state: (record) => panel.state(record),
      withdraw: (record) => panel.withdraw(record),
      writing: (is) => panel.writing(is),
      notice: (what, text) => panel.notice(what, text),
      language: (code) => this.speakIn(code),
    };
  }

  /* ---- languages ---- */

  speak(said) {
    this.said = said;
    this.panel.speak(said, this.heading);
    this.opening.setAttribute('lang', said.tag);
    this.opening.setAttribute('dir', said.direction);
    this.count(this.unread);
    this.dispatchEvent(new CustomEvent('kinpath-words', { detail: said, bubbles: true }));
  }

  /** Speak this language from now on, if its words can be had. */
  async speakIn(language) {
    if (!language || language === this.said.language || language === this.coming) return;
    this.coming = language;
    try {
      const said = await this.server.words(language);
      if (this.coming !== language) return;
      this.speak(said);
      this.memory.set({ language: said.language });
    } catch (error) {
      this.panel.languages.value = this.said.language; // no connection: everything stays as it is
    }
    this.coming = null;
  }

  /** She chose a language. A conversation that goes on is told so in words: whoever answers must know. */
  async choose(language) {
    const { name } = this.said.languages.find((one) => one.language === language);
    await this.speakIn(language);
    if (this.memory.get('token')) this.conversation.say(name);
    else this.conversation.start();
  }

  /* ---- opening, closing, leaving ---- */

  open(is, atFirst) {
    const launcher = this.hasAttribute('launcher');
    this.panel.element.hidden = !is;
    this.panel.closing.hidden = !launcher;
    this.opening.hidden = !launcher || is;
    if (is) {
      this.count(0);
      this.panel.transcript.settle();
    }
    if (!atFirst) (is ? this.panel.field : this.opening).focus();
  }

  count(unread) {
    this.unread = unread;
    empty(this.opening);
    if (!this.said) return;
    this.opening.append(this.said.words.open);
    if (unread) {
      const text = fill(this.said.words.unread, { count: unread });
      this.opening.append(el('span', { class: 'unread', 'aria-hidden': 'true' }, String(unread)), el('span', { class: 'hidden' }, ` ${text}`));
    }
  }

  leave() {
    if (this.conversation) this.conversation.stop();
    this.memory.close();
    leave();
  }
}
