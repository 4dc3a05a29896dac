/* Phone numbers and web addresses in what is said become links: a tap is easier than copying, most of all in trouble. */
import { el } from './dom.js';

const ADDRESS = '(?:https?:\\/\\/|www\\.)[^\\s<>"\']*[^\\s<>"\'.,;:!?)\\]]';
const NUMBER = '(?:\\+?1[-. ])?(?:\\(\\d{3}\\) ?|\\d{3}[-. ])\\d{3}[-. ]\\d{4}';
const SHORT = '911|988|211';
// the first group is what stands before: look-behind is too new for old phones
const LINK = new RegExp(`(^|[^\\w$+/.-])(?:(${ADDRESS})|(${NUMBER})(?![\\w-])|(${SHORT})(?![\\w-]| [A-Z0-9]))`, 'g');

/** Text as nodes: words as text, phone numbers and addresses as links. */
export function linked(text) {
  const nodes = document.createDocumentFragment();
  let done = 0;
  let match;
  LINK.lastIndex = 0;
  while ((match = LINK.exec(text)) !== null) {
    const found = match[2] || match[3] || match[4];
    const start = match.index + match[1].length;
    const href = match[2] ? webAddress(found) : phoneAddress(found);
    if (href === null) continue;
    nodes.append(text.slice(done, start), el('a', { href, dir: 'ltr', ...elsewhere(match[2]) }, found));
    done = start + found.length;
  }
  nodes.append(text.slice(done));
  return nodes;
}

/** The attributes of a link that leaves the page: a window of its own, and no word on where she comes from. */
export function elsewhere(is) {
  return is ? { target: '_blank', rel: 'noopener noreferrer' } : {};
}

/** A web address that is safe to link to, or null. */
export function webAddress(text) {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch (error) {
    return null;
  }
}

/** A tel: address for a phone number as people write it, with its extension, or null. */
export function phoneAddress(text) {
  const parts = /^([^a-z#]*?)\s*(?:(?:ext\.?|x|#)\s*(\d+))?$/i.exec(text);
  if (parts === null) return null;
  const digits = parts[1].replace(/\D/g, '');
  if (digits.length < 3) return null;
  const international = parts[1].trim().startsWith('+') || digits.length > 10;
  const number = international ? `+${digits}` : digits.length === 10 ? `+1${digits}` : digits;
  return `tel:${number}${parts[2] ? `,${parts[2]}` : ''}`;
}
