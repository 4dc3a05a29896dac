/* Kinpath's widget. One line puts it on any page:
 *   <script type="module" src="https://your-kinpath.example/widget.js"></script>
 * It fills a <kinpath-widget> where the page has one, and else adds a button that opens it.
 *
 * Plain modules, no build, no dependency; nothing newer than what phones of 2018 understand.
 */
import { KinpathWidget } from './widget/element.js';
// all at once: found one through another, they would cost a slow phone a round trip each
import './widget/cards.js';
import './widget/conversation.js';
import './widget/dom.js';
import './widget/event-stream.js';
import './widget/leave.js';
import './widget/links.js';
import './widget/memory.js';
import './widget/panel.js';
import './widget/server.js';
import './widget/transcript.js';

if (!customElements.get('kinpath-widget')) {
  customElements.define('kinpath-widget', KinpathWidget);
  if (!document.querySelector('kinpath-widget')) {
    const widget = document.createElement('kinpath-widget');
    widget.setAttribute('launcher', '');
    document.body.appendChild(widget);
  }
}
