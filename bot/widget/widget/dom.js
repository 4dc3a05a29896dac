/* Building elements. Text is always set as text, never as HTML, so that nothing anyone writes can be more than words. */

/** An element with attributes and children. `false`, `null` and `undefined` attributes are left out. */
export function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const key of Object.keys(attributes || {})) {
    const value = attributes[key];
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== '') element.append(child);
  }
  return element;
}

/** Take everything out of an element. */
export function empty(element) {
  while (element.firstChild) element.removeChild(element.firstChild);
}

/** A message of the catalogs with its {placeholders} filled. */
export function fill(message, values) {
  return message.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Make a field as high as its words, up to what its style allows. */
export function grow(field) {
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}
