import catalogue from '../../schema/events/catalogue.json';
import { builtInTypes } from '../commands/load-catalogue.ts';
import { eventDocsPage } from './event-docs-page.ts';
import { sendJson, sendText, type Handler } from './exchange.ts';
import { LANGUAGES, languageOf } from './language.ts';

export const EVENT_DOCS_PATH = '/docs/events';
const CACHE_SECONDS = 300;

/** No script at all, and nothing from anywhere else: the page is text. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * The built-in event catalogue for integrators, who have no sign-in here: a page in each language, and the same as JSON, in English. It is
 * made from the files of the catalogue alone, so nothing of any account can get into it.
 */
export function eventDocs(): Handler {
  const groups = catalogue.groups.map((group) => ({ ...group, eventTypes: builtInTypes().filter(({ groupKey }) => groupKey === group.key) }));
  const pages = new Map(LANGUAGES.map((language) => [language, eventDocsPage({ language, groups, version: catalogue.schemaVersion, jsonPath: `${EVENT_DOCS_PATH}.json` })]));
  const data = {
    schemaVersion: catalogue.schemaVersion,
    groups: groups.map(({ key, name, description, eventTypes }) => ({
      key, name, description,
      eventTypes: eventTypes.map(({ code, name: title, description: meaning, schemaVersion, payloadSchema, examples }) => ({ code, name: title, description: meaning, schemaVersion, payloadSchema, examples })),
    })),
  };
  const headers = { 'cache-control': `public, max-age=${CACHE_SECONDS}` };
  const pageHeaders = { ...headers, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CONTENT_SECURITY_POLICY, 'vary': 'accept-language' };
  const answers: Record<string, Handler> = {
    [EVENT_DOCS_PATH]: (exchange) => {
      const language = languageOf(exchange);
      sendText(exchange, pages.get(language)!, { headers: { ...pageHeaders, 'content-language': language } });
    },
    // Other sites may read what everybody may read.
    [`${EVENT_DOCS_PATH}.json`]: (exchange) => sendJson(exchange, data, { headers: { ...headers, 'access-control-allow-origin': '*' } }),
  };
  return (exchange) => (answers[exchange.path] ?? notFound)(exchange);
}

const notFound: Handler = (exchange) => sendText(exchange, `There is nothing here. The catalogue is at ${EVENT_DOCS_PATH}.\n`, { status: 404 });
