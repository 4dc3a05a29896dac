/* Leaving quickly: for those who may be watched. Nothing of the conversation stays in the tab. */

const AWAY = 'https://www.weather.gov/';
const TWICE_WITHIN = 1500; // milliseconds between two presses of Esc

/** Forget everything and go to a page that says nothing about her; Back does not return here. */
export function leave() {
  document.documentElement.style.display = 'none'; // at once: the other page may take a while
  document.title = '…';
  try {
    sessionStorage.clear();
  } catch (error) {
    // storage is switched off: nothing was kept
  }
  location.replace(AWAY);
}

/** Leave when Esc is pressed twice, until the function that this gives back is called. */
export function leaveOnEscapeTwice(leaving) {
  let before = -Infinity;
  const pressed = (event) => {
    if (event.isComposing || event.repeat) return;
    if (event.key !== 'Escape' && event.key !== 'Esc') {
      before = -Infinity;
      return;
    }
    if (event.timeStamp - before < TWICE_WITHIN) leaving();
    before = event.timeStamp;
  };
  document.addEventListener('keydown', pressed, true);
  return () => document.removeEventListener('keydown', pressed, true);
}
