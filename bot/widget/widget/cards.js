/* Services as cards: the facts of one place, and what she can do with them. */
import { el, fill } from './dom.js';
import { elsewhere, phoneAddress, webAddress } from './links.js';

/** A list of cards. words: the widget's words; say: called with the number of a card she wants to know more of. */
export function cardList(cards, words, say) {
  return el('ol', { class: 'cards', 'aria-label': words.services }, ...cards.map((card) => one(card, words, say)));
}

function one(card, words, say) {
  const needs = (card.needs || []).join(' · ');
  return el(
    'li',
    { class: 'card' },
    el(
      'div',
      { class: 'card-head' },
      el('span', { class: 'number', 'aria-hidden': 'true' }, String(card.number)),
      el('span', { class: 'hidden' }, `${fill(words.option, { number: card.number })}. `),
      el('h3', { dir: 'auto' }, card.title)
    ),
    fact(card.subtitle, 'subtitle'),
    fact(needs, 'needs'),
    fact([card.distance, card.address].filter(Boolean).join(' · '), 'where'),
    fact(card.verified, 'verified'),
    el('div', { class: 'actions' }, call(card, words), page(card, words), more(card, words, say))
  );
}

function fact(text, name) {
  return text ? el('p', { class: name, dir: 'auto' }, text) : null;
}

function call(card, words) {
  const href = card.phone && phoneAddress(card.phone);
  if (!href) return null;
  const label = fill(words.call_whom, { name: card.title, number: card.phone });
  return el('a', { class: 'action call', href, 'aria-label': label }, fill(words.call, { number: leftToRight(card.phone) }));
}

/** A number keeps its order inside words that are written from right to left. */
function leftToRight(number) {
  return `\u2066${number}\u2069`;
}

function page(card, words) {
  const href = card.url && webAddress(card.url);
  if (!href) return null;
  const label = fill(words.web_page_of, { name: card.title });
  return el('a', { class: 'action', href, ...elsewhere(true), 'aria-label': label }, words.web_page);
}

function more(card, words, say) {
  const label = fill(words.about_whom, { button: card.button, name: card.title });
  const press = () => say(String(card.number));
  return el('button', { type: 'button', class: 'action more', 'aria-label': label, click: press }, card.button);
}
