/* The page around the widget follows the widget's language. */

document.addEventListener('kinpath-words', (event) => {
  const { words, tag, direction, language } = event.detail;
  document.documentElement.lang = tag;
  document.documentElement.dir = direction;
  document.title = words.title;
  document.querySelectorAll('[data-word]').forEach((element) => {
    element.textContent = words[element.dataset.word];
  });
  const address = new URL(location.href);
  address.searchParams.set('language', language);
  history.replaceState(null, '', address.href);
});
