/* One conversation: what is waiting to be sent, what was said, and staying connected.
 *
 * It shows itself through a `view` with:
 *   begin(entries)        show the conversation from its start: [{own: record} or {event: message}, …]
 *   add(entry)            show one entry more
 *   state(record)         a message of hers changed its state: sending, sent, failed
 *   withdraw(record)      a message of hers was refused: give her the words back
 *   writing(is)           an answer is being written
 *   notice(what, text)    offline, online, ended, or the server's own words
 *   language(code)        the conversation goes on in another language; gives a promise of its words
 */
import { canStream } from './event-stream.js';
import { Failed, Gone } from './server.js';

const TRIES = [1000, 3000, 8000]; // milliseconds between the tries to send one message
const AGAIN = [1000, 2000, 4000, 8000, 16000, 30000]; // milliseconds between the tries to connect
const LOOK = 3000; // milliseconds between two looks where streams do not work
const WORDS = 2000; // milliseconds to wait for the words of another language
const WRITING = 25000; // milliseconds until nobody believes in an answer any more

export class Conversation {
  constructor(server, memory, view) {
    this.server = server;
    this.memory = memory;
    this.view = view;
    this.seen = new Set();
    this.silent = 0;
    this.handled = Promise.resolve();
    this.speaker = 'kinpath';
    this.stopped = false;
    this.wake = () => {};
  }

  /** Show what there is, and connect if there is a conversation to connect to. */
  start() {
    this.view.begin(this.entries([]));
    if (this.memory.get('token')) {
      this.connect();
      this.flush();
    }
  }

  /** Let go: nothing is sent or shown any more. */
  stop() {
    this.stopped = true;
    if (this.stopping) this.stopping.abort();
    this.wake();
  }

  /** Say something. It is kept until it has been sent. */
  say(text) {
    const record = { id: newId(), text, at: Date.now(), after: this.memory.get('last'), state: 'sending' };
    this.memory.set({ own: [...this.memory.get('own'), record] });
    this.view.add({ own: record });
    this.flush();
  }

  /** Try again to send what could not be sent. */
  retry() {
    const own = this.memory.get('own').map((record) => (record.state === 'failed' ? { ...record, state: 'sending' } : record));
    this.memory.set({ own });
    own.filter((record) => record.state === 'sending').forEach((record) => this.view.state(record));
    this.flush();
    this.wake();
  }

  /* ---- sending: one after another, so that they arrive in order ---- */

  async flush() {
    if (this.flushing) return;
    this.flushing = true;
    try {
      let next;
      while (!this.stopped && (next = this.memory.get('own').find((record) => record.state === 'sending'))) {
        await this.deliver(next);
      }
    } finally {
      this.flushing = false;
    }
  }

  async deliver(record) {
    for (let tried = 0; !this.stopped; ) {
      try {
        const outcome = await this.server.send(await this.token(), record.id, record.text);
        if (outcome.sent) return this.mark(record, 'sent');
        if (outcome.refused) return this.refused(record, outcome.text);
        this.view.notice('said', outcome.text);
        await pause(outcome.wait * 1000);
      } catch (error) {
        if (error instanceof Gone) this.forget();
        if (tried === TRIES.length) return this.giveUp(error);
        await pause(TRIES[tried]);
        tried += 1;
      }
    }
  }

  async token() {
    if (!this.memory.get('token')) {
      this.memory.set({ token: await this.server.open(this.memory.get('language')), last: 0 });
      this.connect(true);
    }
    return this.memory.get('token');
  }

  refused(record, text) {
    this.memory.set({ own: this.memory.get('own').filter((other) => other.id !== record.id) });
    this.view.withdraw(record);
    this.view.notice('said', text);
  }

  giveUp(error) {
    const waiting = this.memory.get('own').filter((record) => record.state === 'sending');
    waiting.forEach((record) => this.mark(record, 'failed'));
    if (error instanceof Failed && error.text) this.view.notice('said', error.text);
  }

  mark(record, state) {
    const own = this.memory.get('own').map((other) => (other.id === record.id ? { ...other, state } : other));
    this.memory.set({ own });
    this.view.state({ ...record, state });
    if (state === 'sent' && this.speaker !== 'navigator') this.expect();
  }

  /* ---- listening ---- */

  /** fresh: the session is new, there is nothing to catch up with. */
  async connect(fresh) {
    if (this.connected) return;
    this.connected = true;
    let caughtUp = fresh;
    let failures = 0;
    while (!this.stopped && this.memory.get('token')) {
      try {
        if (!caughtUp) await this.catchUp();
        caughtUp = true;
        await this.listen(() => {
          if (failures > 1) this.view.notice('online');
          failures = 0;
        });
        await this.rest(LOOK / 10);
      } catch (error) {
        if (error instanceof Gone) {
          this.forget();
          break;
        }
        failures += 1;
        if (failures === 2) this.view.notice('offline');
        await this.rest(AGAIN[Math.min(failures, AGAIN.length) - 1] * (0.75 + Math.random() / 2));
      }
    }
    this.connected = false;
    if (!this.stopped && this.memory.get('token')) this.connect();
  }

  async catchUp() {
    const events = [];
    let batch;
    let last = 0;
    const token = this.memory.get('token');
    do {
      batch = await this.server.since(token, last);
      events.push(...batch.events);
      if (batch.events.length) last = batch.events[batch.events.length - 1].id;
    } while (batch.events.length);
    const before = this.memory.get('last');
    if (before && !events.some((event) => event.id === before)) this.forgetOwn();
    events.forEach((event) => this.seen.add(event.id));
    if (events.length) this.speaker = events[events.length - 1].speaker;
    this.memory.set({ last });
    await this.speakIn(batch.language);
    this.view.begin(this.entries(events));
    const own = this.memory.get('own');
    const latest = own[own.length - 1];
    if (latest && latest.after >= last && Date.now() - latest.at < WRITING && latest.state === 'sent') this.expect();
  }

  async listen(opened) {
    if (!canStream() || this.silent > 1) {
      for (;;) {
        const batch = await this.server.since(this.memory.get('token'), this.memory.get('last'));
        opened();
        if (this.stopped) return;
        if (batch.erased) this.erased();
        await this.speakIn(batch.language);
        batch.events.forEach((event) => this.hear(event));
        if (!batch.events.length) await this.rest(LOOK);
      }
    }
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    let heard = false;
    const speaks = () => {
      heard = true;
      opened();
    };
    try {
      const { token, last } = this.memory.kept;
      await this.server.stream(token, last, speaks, (event) => this.handle(event), this.stopping);
    } catch (error) {
      // a stream that stays mute is held back by something on the way: look instead
      this.silent = signal.aborted && !heard ? this.silent + 1 : 0;
      throw error;
    }
  }

  /** One event of the stream, after those before it. */
  handle(event) {
    const treat = () => {
      const data = JSON.parse(event.data);
      if (event.type === 'language') return this.speakIn(data.language);
      if (event.type === 'erased') this.erased();
      if (event.type === 'message') this.hear({ id: Number(event.id), ...data });
      return null;
    };
    // one event that cannot be shown must not keep back those after it
    this.handled = this.handled.then(treat).catch((error) => console.error('kinpath-widget', error.name));
  }

  /** What is said next has the buttons of its language, if that does not take too long. */
  speakIn(language) {
    return Promise.race([this.view.language(language), pause(WORDS)]);
  }

  hear(event) {
    if (this.stopped || this.seen.has(event.id)) return;
    this.seen.add(event.id);
    this.memory.set({ last: Math.max(this.memory.get('last'), event.id) });
    this.speaker = event.speaker;
    this.expect(0);
    this.view.add({ event });
  }

  /** Show that an answer is being written, for a while; expect(0) ends it. */
  expect(time = WRITING) {
    clearTimeout(this.expecting);
    this.view.writing(time > 0);
    if (time > 0) this.expecting = setTimeout(() => this.view.writing(false), time);
  }

  /* ---- forgetting ---- */

  /** She had her data erased, or it grew old: what was said before is not kept here either. */
  erased() {
    this.forgetOwn();
    this.seen.clear();
    this.memory.set({ last: 0 });
    this.view.begin(this.entries([]));
  }

  forgetOwn() {
    const unsent = this.memory.get('own').filter((record) => record.state !== 'sent');
    this.memory.set({ own: unsent.map((record) => ({ ...record, after: 0 })) });
  }

  /** The session is over. What is being sent goes into a new one. */
  forget() {
    if (!this.memory.get('token')) return;
    this.forgetOwn();
    this.seen.clear();
    this.memory.set({ token: null, last: 0 });
    this.speaker = 'kinpath';
    this.expect(0);
    this.view.begin(this.entries([]));
    this.view.notice('ended');
    if (this.stopping) this.stopping.abort();
  }

  /** What was said and what she wrote, in the order in which it was. */
  entries(events) {
    const own = [...this.memory.get('own')];
    const entries = [];
    for (const event of events) {
      while (own.length && own[0].after < event.id) entries.push({ own: own.shift() });
      entries.push({ event });
    }
    return entries.concat(own.map((record) => ({ own: record })));
  }

  rest(time) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, time);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function pause(time) {
  return new Promise((resolve) => setTimeout(resolve, time));
}

/** 24 random hex digits: short enough to be a message's id as it stands. */
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
