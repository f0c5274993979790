import catalogue from '../../schema/events/catalogue.json';
import { builtInTypes } from '../commands/load-catalogue.ts';
import { sendJson, sendText, type Handler } from './exchange.ts';
import { html, raw, type Html } from './html.ts';
import { schemaFields } from './schema-fields.ts';

type BuiltInType = ReturnType<typeof builtInTypes>[number];

export const EVENT_DOCS_PATH = '/docs/events';
const CACHE_SECONDS = 300;

/** No script at all, and nothing from anywhere else: the page is text. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * The built-in event catalogue for integrators, who have no sign-in here: a page, and the same as JSON. It is made from the files of the
 * catalogue alone, so nothing of any account can get into it.
 */
export function eventDocs(): Handler {
  const groups = catalogue.groups.map((group) => ({ ...group, eventTypes: builtInTypes().filter(({ groupKey }) => groupKey === group.key) }));
  const page = documentOf(groups).text;
  const data = {
    schemaVersion: catalogue.schemaVersion,
    groups: groups.map(({ key, name, description, eventTypes }) => ({
      key, name, description,
      eventTypes: eventTypes.map(({ code, name: title, description: meaning, schemaVersion, payloadSchema, examples }) => ({ code, name: title, description: meaning, schemaVersion, payloadSchema, examples })),
    })),
  };
  const headers = { 'cache-control': `public, max-age=${CACHE_SECONDS}` };
  const answers: Record<string, Handler> = {
    [EVENT_DOCS_PATH]: (exchange) => sendText(exchange, page, { headers: { ...headers, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CONTENT_SECURITY_POLICY } }),
    // Other sites may read what everybody may read.
    [`${EVENT_DOCS_PATH}.json`]: (exchange) => sendJson(exchange, data, { headers: { ...headers, 'access-control-allow-origin': '*' } }),
  };
  return (exchange) => (answers[exchange.path] ?? notFound)(exchange);
}

const notFound: Handler = (exchange) => sendText(exchange, `There is nothing here. The catalogue is at ${EVENT_DOCS_PATH}.\n`, { status: 404 });

interface Group { key: string; name: string; description: string; eventTypes: BuiltInType[] }

const STYLE = `
:root { color-scheme: light dark; --text: #2e2c28; --muted: #5b5852; --line: #e8e6e2; --ground: #fff; --code: #fbfaf8; --accent: #017382; }
@media (prefers-color-scheme: dark) { :root { --text: #dcd9d3; --muted: #aba8a1; --line: #292724; --ground: #151412; --code: #11100f; --accent: #61c3d4; } }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); }
main { max-width: 960px; margin: 0 auto; padding: 24px 20px 64px; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 40px 0 4px; } h3 { font: 600 15px/1.5 ui-monospace, monospace; margin: 28px 0 4px; overflow-wrap: anywhere; }
p { margin: 4px 0; max-width: 72ch; } .muted { color: var(--muted); } a { color: var(--accent); } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
nav ul { columns: 3 220px; padding: 0; list-style: none; } nav a { display: inline-block; min-height: 24px; }
code, pre { font: 12px/1.5 ui-monospace, monospace; } pre { background: var(--code); border: 1px solid var(--line); border-radius: 6px; padding: 12px; overflow: auto; max-height: 480px; }
.table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin: 8px 0; } th, td { text-align: start; vertical-align: top; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line); font-size: 13px; } th { color: var(--muted); font-weight: 500; }
summary { cursor: pointer; min-height: 24px; }`;

function documentOf(groups: readonly Group[]): Html {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Event catalogue · Keybell</title><style>${raw(STYLE)}</style></head>
<body><main>
<h1>Event catalogue</h1>
<p>What webhooks can send: when each event fires and what it carries. Version <code>${catalogue.schemaVersion}</code>. The same <a href="${EVENT_DOCS_PATH}.json">as JSON</a>.</p>
<p class="muted">An account may have event types of its own beside these; whoever gave you the webhook knows them.</p>
<nav aria-label="Event types"><ul>${groups.flatMap(({ eventTypes }) => eventTypes).map(({ code }) => html`<li><a href="#${code}"><code>${code}</code></a></li>`)}</ul></nav>
${groups.map(groupSection)}
</main></body>
</html>
`;
}

const groupSection = ({ key, name, description, eventTypes }: Group): Html => html`
<section aria-labelledby="group-${key}"><h2 id="group-${key}">${name}</h2><p class="muted">${description}</p>${eventTypes.map(typeSection)}</section>`;

function typeSection({ code, name, description, payloadSchema, examples }: BuiltInType): Html {
  return html`
<article><h3 id="${code}">${code}</h3>
<p><strong>${name}.</strong> ${description}</p>
<div class="table"><table><caption class="muted" style="text-align: start">Members of <code>payload</code></caption>
<thead><tr><th scope="col">Member</th><th scope="col">Type</th><th scope="col">Always there</th><th scope="col">Meaning</th></tr></thead>
<tbody>${schemaFields(payloadSchema).map(({ path, type, isRequired, description: meaning }) => html`<tr><td><code>${path}</code></td><td>${type}</td><td>${isRequired ? 'yes' : 'no'}</td><td>${meaning}</td></tr>`)}</tbody></table></div>
${examples.map((example) => html`<details><summary>Example: ${example.title}</summary><pre tabindex="0">${JSON.stringify(example.payload, null, 2)}</pre></details>`)}
<details><summary>JSON Schema</summary><pre tabindex="0">${JSON.stringify(payloadSchema, null, 2)}</pre></details>
</article>`;
}
