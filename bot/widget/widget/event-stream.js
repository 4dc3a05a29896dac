/* Server-sent events read by fetch: EventSource cannot send the token in a header. */

/** Takes the stream's text piece by piece and gives {type, id, data} to `found` for each whole event. */
export class EventParser {
  constructor(found) {
    this.found = found;
    this.rest = '';
    this.begin();
  }

  begin() {
    this.type = 'message';
    this.data = [];
  }

  feed(text) {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop();
    for (const line of lines) this.line(line);
  }

  line(line) {
    if (line === '') {
      if (this.data.length) this.found({ type: this.type, id: this.id, data: this.data.join('\n') });
      this.begin();
      return;
    }
    const [, field, value] = /^([^:]*)(?:: ?)?([^]*)$/.exec(line);
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.type = value;
    else if (field === 'id') this.id = value;
  }
}

/** Whether this browser can read an answer while it comes. */
export function canStream() {
  return typeof ReadableStream === 'function' && typeof TextDecoder === 'function' && 'body' in Response.prototype;
}

/** Read a response to its end, calling `alive` for each piece of it and `found` for each event. */
export async function readEvents(response, found, alive) {
  const parser = new EventParser(found);
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    parser.feed(decoder.decode(value, { stream: true }));
  }
}
