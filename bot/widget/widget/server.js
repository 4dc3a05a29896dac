/* Every request the widget makes. docs/web.md describes them from the other side. */
import { readEvents } from './event-stream.js';

const PATIENCE = 20000; // milliseconds until a request counts as failed
const MUTE = 5000; // milliseconds after its headers in which a stream must begin
const SILENCE = 40000; // milliseconds without a sign of life until a stream counts as broken

/** The session's token is not known any more. */
export class Gone extends Error {}

/** The server could not be reached, or could not do what it was asked; asking again may help. */
export class Failed extends Error {
  constructor(text) {
    super(text || '');
    this.text = text || null;
  }
}

export class Server {
  /** base: the address that widget.js came from, with a slash at its end. */
  constructor(base) {
    this.base = base;
  }

  /** The words of a language; without one, of the language the browser asks for. */
  async words(language) {
    const query = language ? `?language=${encodeURIComponent(language)}` : '';
    const response = await this.ask(`widget-words.json${query}`, {});
    if (!response.ok) throw new Failed();
    return response.json();
  }

  /** A new session's token. */
  async open(language) {
    const response = await this.post('sessions', null, { language });
    if (!response.ok) throw new Failed(await said(response));
    return (await response.json()).token;
  }

  /** Send a message. Gives {sent}, or {wait, text} to send it later, or {refused, text}. */
  async send(token, id, text) {
    const response = await this.post('messages', token, { id, text });
    if (response.ok) return { sent: true };
    if (response.status === 401) throw new Gone();
    if (response.status === 429) return { wait: Number(response.headers.get('Retry-After')) || 10, text: await said(response) };
    if (response.status >= 500) throw new Failed(await said(response));
    return { refused: true, text: await said(response) };
  }

  /** What was said after an event, as far as one answer holds: {events, erased, language}. */
  async since(token, last) {
    const response = await this.ask(`webhooks/web/events?poll=1&after=${last}`, { headers: bearer(token) });
    if (response.status === 401) throw new Gone();
    if (!response.ok) throw new Failed();
    return response.json();
  }

  /** Read the stream until it ends; `opened` is called when it begins to speak, `found` for each event. */
  async stream(token, last, opened, found, stopping) {
    let watch = 0;
    const within = (time) => {
      clearTimeout(watch);
      watch = setTimeout(() => stopping.abort(), time);
    };
    within(PATIENCE);
    try {
      const headers = { ...bearer(token), Accept: 'text/event-stream', 'Last-Event-ID': String(last) };
      const response = await fetch(`${this.base}webhooks/web/events`, { ...PLAIN, headers, signal: stopping.signal });
      if (response.status === 401) throw new Gone();
      if (!response.ok) throw new Failed();
      within(MUTE);
      await readEvents(response, found, () => {
        within(SILENCE);
        opened();
      });
    } finally {
      clearTimeout(watch);
    }
  }

  post(route, token, body) {
    const headers = { 'Content-Type': 'application/json', ...(token ? bearer(token) : {}) };
    return this.ask(`webhooks/web/${route}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async ask(path, options) {
    const stopping = new AbortController();
    const watch = setTimeout(() => stopping.abort(), PATIENCE);
    try {
      return await fetch(this.base + path, { ...PLAIN, ...options, signal: stopping.signal });
    } finally {
      clearTimeout(watch);
    }
  }
}

const PLAIN = { credentials: 'omit', referrerPolicy: 'no-referrer' };

function bearer(token) {
  return { Authorization: `Bearer ${token}` };
}

async function said(response) {
  try {
    return (await response.json()).text || null;
  } catch (error) {
    return null;
  }
}
