import type { builtInTypes } from '../commands/load-catalogue.ts';
import { LANGUAGE_NAMES, PAGE_TEXTS } from './event-docs-texts.ts';
import { html, raw, type Html } from './html.ts';
import { LANGUAGES, type Language } from './language.ts';
import { schemaFields } from './schema-fields.ts';

type BuiltInType = ReturnType<typeof builtInTypes>[number];
interface Group { key: string; name: string; description: string; eventTypes: BuiltInType[] }

const STYLE = `
:root { color-scheme: light dark; --text: #2e2c28; --muted: #5b5852; --line: #e8e6e2; --ground: #fff; --code: #fbfaf8; --accent: #017382; }
@media (prefers-color-scheme: dark) { :root { --text: #dcd9d3; --muted: #aba8a1; --line: #292724; --ground: #151412; --code: #11100f; --accent: #61c3d4; } }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); }
main { max-width: 960px; margin: 0 auto; padding: 24px 20px 64px; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 40px 0 4px; } h3 { font: 600 15px/1.5 ui-monospace, monospace; margin: 28px 0 4px; overflow-wrap: anywhere; }
p { margin: 4px 0; max-width: 72ch; } .muted { color: var(--muted); } a { color: var(--accent); } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 16px; }
nav ul { columns: 3 220px; padding: 0; list-style: none; } nav a { display: inline-block; min-height: 24px; }
code, pre { font: 12px/1.5 ui-monospace, monospace; } pre { background: var(--code); border: 1px solid var(--line); border-radius: 6px; padding: 12px; overflow: auto; max-height: 480px; }
.table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin: 8px 0; } th, td { text-align: start; vertical-align: top; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line); font-size: 13px; } th { color: var(--muted); font-weight: 500; }
summary { cursor: pointer; min-height: 24px; } p code { white-space: nowrap; }`;

/** The whole catalogue as one page. */
export function eventDocsPage({ language, groups, version, jsonPath }: { language: Language; groups: readonly Group[]; version: string; jsonPath: string }): string {
  const texts = PAGE_TEXTS[language];
  const { told } = texts;

  const languageLink = (other: Language): Html => html`<a href="?lang=${other}" hreflang="${other}" lang="${other}">${LANGUAGE_NAMES[other]}</a>`;

  const groupSection = ({ key, name, description, eventTypes }: Group): Html => html`
<section aria-labelledby="group-${key}"><h2 id="group-${key}">${told(name)}</h2><p class="muted">${told(description)}</p>${eventTypes.map(typeSection)}</section>`;

  const typeSection = ({ code, name, description, payloadSchema, examples }: BuiltInType): Html => html`
<article><h3 id="${code}">${code}</h3>
<p><strong>${told(name)}.</strong> ${prose(told(description))}</p>
<div class="table"><table><caption class="muted" style="text-align: start">${prose(texts.members)}</caption>
<thead><tr>${texts.columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${schemaFields(payloadSchema, texts.types).map(({ path, type, isRequired, description: meaning }) => html`<tr><td><code>${path}</code></td><td>${type}</td><td>${isRequired ? texts.yes : texts.no}</td><td>${prose(told(meaning))}</td></tr>`)}</tbody></table></div>
${examples.map((example) => html`<details><summary>${texts.example}: ${told(example.title)}</summary><pre tabindex="0">${JSON.stringify(example.payload, null, 2)}</pre></details>`)}
<details><summary>JSON Schema</summary><pre tabindex="0">${JSON.stringify(payloadSchema, null, 2)}</pre></details>
</article>`;

  return html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${texts.title} · Keybell</title><style>${raw(STYLE)}</style></head>
<body><main>
<header><h1>${texts.title}</h1><p>${LANGUAGES.filter((other) => other !== language).map(languageLink)}</p></header>
<p>${texts.intro} ${texts.version} <code>${version}</code>. <a href="${jsonPath}">${texts.asJson}</a>.</p>
<p class="muted">${texts.ownTypes}</p>
<nav aria-label="${texts.nav}"><ul>${groups.flatMap(({ eventTypes }) => eventTypes).map(({ code }) => html`<li><a href="#${code}"><code>${code}</code></a></li>`)}</ul></nav>
${groups.map(groupSection)}
</main></body>
</html>
`.text;
}

/** Text in which what machines read stands between backticks. */
const prose = (text: string): readonly Html[] => text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
