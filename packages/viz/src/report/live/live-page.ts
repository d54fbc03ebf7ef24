import { document } from '../document.js';
import { markup, trusted, write } from '../markup.js';
import { liveScript, liveScriptHash } from './live-script.js';

/**
 * The page of `aelab watch`: it shows what the server that it came from sends to `events` in place of the content, and
 * asks nobody else for anything.
 *
 * @param content - of {@link liveRun} or {@link liveSweep}, as it is now
 */
export function livePage(title: string, content: string): string {
  const policy = { 'connect-src': "'self'", 'script-src': `'${liveScriptHash}'` };
  const header = markup`<header>
    <h1>${title}</h1>
    <p id="link" class="muted" role="status"></p>
  </header> `;
  const body = markup`${header}
    <main id="live">${trusted(content)}</main>
    ${trusted(`<script>${liveScript}</script>`)}`;
  return write(document({ title: `${title} – aelab watch`, policy, body }));
}
