/* What survives a reload of the page: in sessionStorage, so that closing the tab forgets it. */

const NOTHING = { token: null, language: null, last: 0, own: [] };

/** The tab's memory of one conversation: its token, the last event seen, and what she wrote herself. */
export class Memory {
  constructor(base) {
    this.key = `kinpath ${base}`;
    this.kept = { ...NOTHING, ...this.read() };
  }

  read() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key));
      return kept && Array.isArray(kept.own) ? kept : {};
    } catch (error) {
      return {}; // storage is switched off or full of something else: the page's own memory must do
    }
  }

  get(name) {
    return this.kept[name];
  }

  set(values) {
    if (this.closed) return;
    this.kept = { ...this.kept, ...values };
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.kept));
    } catch (error) {
      // as above
    }
  }

  /** Forget everything, and keep nothing from now on. */
  close() {
    this.closed = true;
    this.kept = { ...NOTHING };
    try {
      sessionStorage.removeItem(this.key);
    } catch (error) {
      // as above
    }
  }
}
